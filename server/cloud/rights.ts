/** Which of VOD's actions the service calls hangs on these settings. */
export interface RightsSettings {
  covers: boolean
  deleteAtVod: boolean
  enforceAtVod: 'report' | 'marked' | 'all'
}

const always = () => true

/**
 * Every action of VOD that the service calls with its own key, and when. Its RAM user, or the role of its machine, needs
 * the right of the same name, and no other; a call that does not stand here does not compile.
 */
const ACTIONS = {
  CreateUploadVideo: always,
  RefreshUploadVideo: always,
  GetVideoInfo: always,
  GetPlayInfo: always,
  UpdateVideoInfo: always,
  CreateUploadImage: ({ covers }: RightsSettings) => covers,
  // What awaits its file cannot be blocked, so that enforcing needs both.
  DeleteVideo: ({ deleteAtVod, enforceAtVod }: RightsSettings) => deleteAtVod || enforceAtVod !== 'report',
  CreateAudit: ({ enforceAtVod }: RightsSettings) => enforceAtVod !== 'report',
} satisfies Record<string, (settings: RightsSettings) => boolean>

export type VodAction = keyof typeof ACTIONS

export const VOD_ACTIONS = Object.keys(ACTIONS) as VodAction[]

/** The rights at VOD that the service needs with these settings, besides `sts:AssumeRole` on the role of ROLE_ARN. */
export function vodRights(settings: RightsSettings): string[] {
  return VOD_ACTIONS.filter((action) => ACTIONS[action](settings)).map((action) => `vod:${action}`)
}

/**
 * Actions that an operator can hand to clients, besides vod:CreateUploadVideo. VOD knows no resources and no users in
 * policies, so each is allowed for everything in the account:
 * - RefreshUploadVideo overwrites the source of any video whose id is known, also of another user's finished one. The
 *   service's own refresh checks the owner; this is for clients that cannot use it.
 * - CreateUploadImage makes images, any number of them, which nobody can trace to a user's allowance.
 */
export const EXTRA_ACTIONS = ['RefreshUploadVideo', 'CreateUploadImage'] as const

export type ExtraAction = (typeof EXTRA_ACTIONS)[number]

/**
 * The session policy of AssumeRole, JSON text of at most 2,048 characters: what a user's token may do, if the role may.
 * "Resource" must be "*", so the list of actions is all there is to narrow.
 */
export function sessionPolicy(extra: readonly ExtraAction[]): string {
  const actions = ['CreateUploadVideo', ...EXTRA_ACTIONS.filter((action) => extra.includes(action))]
  return JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: actions.map((action) => `vod:${action}`), Resource: '*' }],
  })
}

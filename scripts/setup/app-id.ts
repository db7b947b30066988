/** project.config.json, which WeChat DevTools reads, in the project. */
export const PROJECT_FILE = 'project.config.json'

/** With which DevTools lets anybody in, as a tourist: it logs in to the emulator, and to nothing else. */
export const TOURIST_APPID = 'touristappid'

const APPID = /("appid"\s*:\s*")([^"]*)(")/

export function appIdOf(projectFile: string): string | undefined {
  return APPID.exec(projectFile)?.[2]
}

/** The file with another AppID, and otherwise as it was. */
export function withAppId(projectFile: string, appId: string): string {
  return projectFile.replace(APPID, (_, before: string, __: string, after: string) => `${before}${appId}${after}`)
}

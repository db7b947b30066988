import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type Emulator, startEmulator } from '../emulator/server'
import { bundleForNode } from '../scripts/stack/bundle-for-node'
import { demoSettings } from '../scripts/stack/demo-settings'
import { type NodeService, startNodeService } from '../scripts/test-support/node-service'
import { projectRoot } from '../scripts/test-support/run'

const TEAM = { JWT_ISSUER: 'https://backend.example', JWT_AUDIENCE: 'wevod', JWT_KEY: 'k'.repeat(32) }

/** The token service on Node with a login of the team's own, and an emulator that is emptied before each test. */
export function useTeamService(settings: () => Record<string, string> = () => ({})) {
  let directory: string
  let emulator: Emulator
  let service: NodeService | undefined

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wevod-team-'))
    emulator = await startEmulator({ directory: join(directory, 'objects') })
    const { file } = await bundleForNode(projectRoot, join(directory, 'service'))
    const env = { ...demoSettings(emulator.url), ...TEAM, LOGIN: 'jwt', PORT: '0', DATABASE: ':memory:', ...settings() }
    service = await startNodeService(file, { cwd: directory, env })
  })
  beforeEach(() => emulator.cloud.reset())
  afterAll(async () => {
    service?.child.kill()
    await service?.ended
    await emulator?.close()
    await rm(directory, { recursive: true, force: true })
  })

  return {
    get url() {
      return `http://127.0.0.1:${service?.port}`
    },
    get emulator() {
      return emulator
    },
    /** As the team's backend signs it. */
    token: (user: string) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(TEAM.JWT_ISSUER)
        .setAudience(TEAM.JWT_AUDIENCE)
        .setSubject(user)
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(TEAM.JWT_KEY)),
    /** The videos that a user has, by the service. */
    async videosOf(user: string) {
      const authorization = `Bearer ${await this.token(user)}`
      const answer = await service?.call('GET', '/videos', undefined, { authorization })
      return answer?.json.videos as { videoId: string; title: string; size: number }[]
    },
  }
}

import { randomBytes } from 'node:crypto'
import type { Account, RamRole, RamUser } from './account'

/** On whose behalf a key acts, and so what it may do. */
export type Grant =
  | { kind: 'user'; user: RamUser }
  /** An STS token: the role's policies, narrowed by the session policy (JSON text) if there is one. */
  | { kind: 'session'; role: RamRole; session: string; sessionPolicy?: string }
  /** An UploadAuth: writes this one object, nothing else. */
  | { kind: 'upload'; bucket: string; key: string }

export interface Credential {
  accessKeyId: string
  accessKeySecret: string
  /** Temporary keys (they begin with `STS.`) come with a token, which every request must carry. */
  securityToken?: string
  /** Milliseconds since 1970; absent on permanent keys. */
  expiresAt?: number
  grant: Grant
}

/** Every access key the cloud knows: those of RAM users, and the temporary ones it has issued. */
export class Credentials {
  readonly #account: () => Account
  readonly #temporary = new Map<string, Credential>()

  constructor(account: () => Account) {
    this.#account = account
  }

  find(accessKeyId: string): Credential | undefined {
    const user = this.#account().users.find((one) => one.accessKeyId === accessKeyId)
    if (!user) return this.#temporary.get(accessKeyId)
    return { accessKeyId, accessKeySecret: user.accessKeySecret, grant: { kind: 'user', user } }
  }

  /** The temporary credential that a token belongs to, whatever key came with it. */
  findByToken(securityToken: string): Credential | undefined {
    for (const credential of this.#temporary.values()) {
      if (credential.securityToken === securityToken) return credential
    }
    return undefined
  }

  /** Issues a temporary key. `expiresAt` in milliseconds since 1970. */
  issue(grant: Grant, expiresAt: number): Required<Credential> {
    const credential = {
      accessKeyId: `STS.${randomBytes(12).toString('base64url')}`,
      accessKeySecret: randomBytes(33).toString('base64url'),
      securityToken: `CAIS${randomBytes(300).toString('base64')}`,
      expiresAt,
      grant,
    }
    this.#temporary.set(credential.accessKeyId, credential)
    return credential
  }

  /** Ends every temporary key at this time (ms since 1970), as revoking their role would. */
  expire(time: number): void {
    for (const credential of this.#temporary.values())
      credential.expiresAt = Math.min(credential.expiresAt ?? time, time)
  }
}

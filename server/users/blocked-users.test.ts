import { describe, expect, it } from 'vitest'
import { BlockedUsers } from './blocked-users'

/** A list of blocked users whose reads are answered when the test says so. */
function blockedUsers() {
  const reads: ((owners: string[]) => void)[] = []
  let time = 0
  const users = new BlockedUsers(
    {
      list: () => new Promise((resolve) => reads.push(resolve)),
      block: () => Promise.resolve(),
      unblock: () => Promise.resolve(),
    },
    () => time,
  )
  return {
    users,
    reads,
    /** The list is known, and nobody is on it. */
    async readFirst() {
      const first = users.expectNotBlocked('alice')
      reads[0]?.([])
      await first
    },
    pass: (ms: number) => {
      time += ms
    },
  }
}

describe('the list of blocked users', () => {
  it('is read by each call for itself until it has been read, since a call that has left answers to nobody', async () => {
    const { users, reads } = blockedUsers()
    void users.expectNotBlocked('alice')
    const second = users.expectNotBlocked('bob')
    reads[1]?.([])
    await second
    expect(reads.length).toBe(2)
  })

  it('goes on when the call that reads it anew has left', async () => {
    const { users, reads, pass, readFirst } = blockedUsers()
    await readFirst()
    pass(2000)
    // It is never answered.
    void users.expectNotBlocked('alice')
    expect(reads.length).toBe(2)
    expect(users.expectNotBlocked('bob')).toBeUndefined()
    pass(500)
    const next = users.expectNotBlocked('bob')
    reads[2]?.(['bob'])
    await expect(next).rejects.toThrow('user_blocked')
  })

  it('tells of a block elsewhere within two seconds, even if one call that read it has left', async () => {
    const { users, reads, pass, readFirst } = blockedUsers()
    await readFirst()
    pass(1500)
    void users.expectNotBlocked('alice')
    pass(500)
    const late = users.expectNotBlocked('alice')
    reads.at(-1)?.(['alice'])
    await expect(late).rejects.toThrow('user_blocked')
  })

  it('keeps a block of this machine, whatever a read that began before it finds', async () => {
    const { users, reads, pass, readFirst } = blockedUsers()
    await readFirst()
    pass(2000)
    const reading = users.expectNotBlocked('alice')
    await users.block('alice')
    reads[1]?.([])
    await expect(reading).rejects.toThrow('user_blocked')
    expect(() => users.expectNotBlocked('alice')).toThrow('user_blocked')
  })
})

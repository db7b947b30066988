import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { environmentSchema, SECRETS } from './schema'

const path = join(import.meta.dirname, '../../wrangler.toml')
const { vars, ratelimits } = unstable_readConfig({ config: path })

/** Settings that are in wrangler.toml and have a default in the schema, too. */
const withDefault = Object.entries(environmentSchema.entries).filter(
  ([name, entry]) => name in vars && 'default' in entry && entry.default !== undefined,
)

it.each(withDefault)('the default of %s is the same in wrangler.toml and in the schema', (name, entry) => {
  // Compared after reading, so that two ways to write one value are equal.
  expect(v.parse(entry, vars[name])).toEqual(v.parse(entry, undefined))
})

it('the calls a minute of wrangler.toml are the defaults of the schema', () => {
  const limitOf = (binding: string) =>
    ratelimits?.find((limiter: { name: string }) => limiter.name === binding)?.simple.limit
  const { CALLS_PER_MINUTE_USER, CALLS_PER_MINUTE_ADDRESS } = environmentSchema.entries
  expect(limitOf('USER_LIMITER')).toBe(v.parse(CALLS_PER_MINUTE_USER, undefined))
  expect(limitOf('ADDRESS_LIMITER')).toBe(v.parse(CALLS_PER_MINUTE_ADDRESS, undefined))
})

it('wrangler.toml names no variable that the schema does not have, and no secret among its variables', () => {
  const names = Object.keys(vars)
  expect(names.filter((name) => !(name in environmentSchema.entries))).toEqual([])
  expect(names.filter((name) => SECRETS.has(name))).toEqual([])
})

it('wrangler.toml shows every setting that has a place in it, at least as a comment', () => {
  const text = readFileSync(path, 'utf8')
  // Set by `npm start` alone, which puts the emulator in the place of the clouds, or counted by [[ratelimits]].
  const elsewhere = ['WECHAT_URL', 'STS_URL', 'VOD_URL', 'CALLS_PER_MINUTE_USER', 'CALLS_PER_MINUTE_ADDRESS']
  const shown = Object.keys(environmentSchema.entries).filter((name) => !elsewhere.includes(name))
  expect(shown.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
})

import { expect, it } from 'vitest'
import { targetOf } from './targets'

const rewrites = { 'http://127.0.0.1:8787': 'http://127.0.0.1:1111', 'http://127.0.0.1:8788': 'http://127.0.0.1:2222' }

it.each([
  ['http://127.0.0.1:8787/session?a=1', 'http://127.0.0.1:1111/session?a=1'],
  ['http://bucket.localhost:8788/key', 'http://bucket.localhost:2222/key'],
  ['http://localhost:3000/', 'http://localhost:3000/'],
  ['http://127.9.9.9/', 'http://127.9.9.9/'],
  ['https://127.0.0.1:8787/', 'https://127.0.0.1:8787/'],
])('sends %s to %s', (address, expected) => {
  expect(targetOf(address, rewrites)?.href).toBe(expected)
})

it.each([
  ...['http://example.com/', 'http://127.0.0.1.example.com/', 'http://localhost.example.com/', 'http://10.0.0.1/'],
  ...['http://0.0.0.0/', 'http://127.0.0.1@example.com/', 'file:///etc/passwd', 'ftp://127.0.0.1/', 'no address', ''],
])('sends nothing to %s', (address) => {
  expect(targetOf(address, {})).toBeUndefined()
})

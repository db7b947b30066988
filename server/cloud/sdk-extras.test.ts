import { expect, it } from 'vitest'
import extras from './sdk-extras.cjs'

it('merges as the SDKs expect of lodash: from left to right, deep, and without what is undefined', () => {
  const query = { a: '1', nested: { b: 2, list: [1, 2] } }
  expect(extras.merge({}, query, { a: undefined, nested: { c: 3 } }, undefined, { d: null })).toEqual({
    a: '1',
    nested: { b: 2, list: [1, 2], c: 3 },
    d: null,
  })
  expect(query).toEqual({ a: '1', nested: { b: 2, list: [1, 2] } })
})

it('changes no prototype, whatever an object is said to hold', () => {
  extras.merge({}, JSON.parse('{"__proto__":{"polluted":true}}'))
  expect({}).not.toHaveProperty('polluted')
})

it('says so where the SDKs need more than that', () => {
  expect(() => new extras.Parser()).toThrow('no XML')
  expect(() => extras()).toThrow('no dates')
})

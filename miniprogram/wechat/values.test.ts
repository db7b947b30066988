import { expect, it } from 'vitest'
import { numberOf, textOf, wholeCharacters } from './values'

it.each([
  [5, 5],
  ['5', 5],
  [' 5.5 ', 5.5],
  [0, 0],
  ['', 0],
  ['five', 0],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
  [-1, 0],
  [undefined, 0],
  [null, 0],
  [{}, 0],
  [true, 0],
])('makes %j the number %d', (given, number) => {
  expect(numberOf(given)).toBe(number)
})

it.each([
  ['a', 'a'],
  [undefined, ''],
  [7, ''],
])('makes %j the text "%s"', (given, text) => {
  expect(textOf(given)).toBe(text)
})

it.each([
  ['海边 🏖', '海边 🏖'],
  ['🏖'.slice(0, 1), ''],
  [`a${'🏖'.slice(1)}b`, 'ab'],
])('keeps whole characters of %j', (given, text) => {
  expect(wholeCharacters(given)).toBe(text)
})

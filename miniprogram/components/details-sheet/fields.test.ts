import { expect, it } from 'vitest'
import { EMPTY_SHEET, sheetChanges } from './fields'

it('the sheet tells of the cover what was chosen, and of the words what differs', () => {
  const before = { ...EMPTY_SHEET, title: 'Sea' }
  expect(sheetChanges(before, before)).toEqual({})
  expect(sheetChanges(before, { ...before, coverPath: 'c.jpg' })).toEqual({ coverPath: 'c.jpg' })
  expect(sheetChanges(before, { ...before, title: 'Lake' })).toEqual({ title: 'Lake' })
})

import { describe, expect, it } from 'vitest'
import { rewriteSelector } from './selector'

describe('rewriteSelector', () => {
  it.each([
    ['view', 'wx-view'],
    ['page', 'wx-page'],
    ['.view', '.view'],
    ['#view', '#view'],
    ['scroll-view>view.a', 'wx-scroll-view>wx-view.a'],
    ['.a.b::after', '.a.b::after'],
    ['view:not(.a, .b):first-child', 'wx-view:not(.a, .b):first-child'],
    ['[data-a=".x,view"] text', '[data-a=".x,view"] wx-text'],
    ['.a, .b', '.a, .b'],
    ['card', 'card'],
  ])('of app.wxss: %s', (selector, expected) => {
    expect(rewriteSelector(selector, {})).toBe(expected)
  })

  it.each([
    ['.a', '.c1--a'],
    ['.a .b-c', '.c1--a .c1--b-c'],
    [':host', '[wx-host="c1"]'],
    ['view:nth-child(2n + 1)', 'wx-view:nth-child(2n + 1)'],
    ['.名', '.c1--名'],
  ])('of an isolated component: %s', (selector, expected) => {
    expect(rewriteSelector(selector, { classPrefix: 'c1', host: 'c1' })).toBe(expected)
  })

  it.each([
    ['.a, view', ':where([data-route="p/p"]) .a, :where([data-route="p/p"]) wx-view'],
    ['page', 'wx-page:where([data-route="p/p"])'],
    ['page .a', 'wx-page:where([data-route="p/p"]) .a'],
  ])('of a page: %s', (selector, expected) => {
    expect(rewriteSelector(selector, { route: 'p/p' })).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { failureOf, fileFailureOf, readFailure } from './wx-failure'

describe('what WeChat says of a request that got no answer', () => {
  it.each([
    [{ errMsg: 'request:fail timeout' }, 'timed_out'],
    [{ errMsg: 'request:fail 请求超时' }, 'timed_out'],
    [{ errMsg: 'request:fail', errno: 5 }, 'timed_out'],
    [{ errMsg: 'request:fail interrupted' }, 'interrupted'],
    [{ errno: 600_003 }, 'interrupted'],
    [{ errMsg: 'request:fail 网络错误' }, 'network_failed'],
    [{}, 'network_failed'],
    [undefined, 'network_failed'],
    [null, 'network_failed'],
    ['request:fail', 'network_failed'],
    [new TypeError('wx.request is not a function'), 'network_failed'],
  ])('is read from %o as %s', (failure, code) => {
    expect(failureOf(failure, 'https://h').code).toBe(code)
  })
})

describe('what WeChat says of a file', () => {
  it.each([
    [{ errMsg: 'stat:fail no such file or directory "wxfile://tmp_1.mp4"' }, 'file_missing'],
    [{ errMsg: "open:fail file doesn't exist" }, 'file_missing'],
    [{ errMsg: 'readFile:fail 文件不存在' }, 'file_missing'],
    [{ errMsg: 'stat:fail', errno: 1_300_002 }, 'file_missing'],
    [{ errMsg: '', errCode: '1300002' }, 'file_missing'],
    [{ errMsg: 'stat:fail permission denied', errno: 1_300_013 }, 'file_unreadable'],
    // The code decides before the words do.
    [{ errMsg: 'read:fail bad file descriptor, not found', errno: 1_300_009 }, 'file_unreadable'],
    [{}, 'file_unreadable'],
    [undefined, 'file_unreadable'],
  ])('is read from %o as %s', (failure, code) => {
    expect(fileFailureOf(failure).code).toBe(code)
  })
})

it('a failure of WeChat is read whatever it is', () => {
  expect(readFailure({ errMsg: 7, errno: 'x' })).toEqual({ errMsg: 'no reason given', errno: undefined })
  expect(readFailure({ errMsg: 'a', errno: 3 })).toEqual({ errMsg: 'a', errno: 3 })
  expect(readFailure(new Error('thrown'))).toEqual({ errMsg: 'thrown', errno: undefined })
})

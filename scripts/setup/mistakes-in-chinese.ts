/** What is wrong with a value, as the service's schema and this setup say it, and the same in Chinese. */
const CHINESE: Readonly<Record<string, string>> = {
  'is missing': '缺失',
  'is empty': '为空',
  'still holds a placeholder': '仍是占位符',
  'must be wechat, jwt or cloudrun': '应为 wechat、jwt 或 cloudrun',
  'must be "wx" and 16 hexadecimal digits': '应为 wx 加 16 位十六进制数字',
  'is too short for an AppSecret': '作为 AppSecret 太短',
  'must be acs:ram::<account id>:role/<role name>': '应为 acs:ram::<账号 ID>:role/<角色名>',
  'does not look like an access key id': '不像 AccessKey ID',
  'is too short for an access key secret': '作为 AccessKey Secret 太短',
  'must be a URL': '应为网址',
  'must begin with https://': '应以 https:// 开头',
  'must have no ? and no #': '不能含有 ? 和 #',
  'must be a file, or postgres://user:password@host:5432/database':
    '应为文件，或 postgres://用户:密码@主机:5432/数据库',
  'must be small letters, digits and -': '应为小写字母、数字和 -',
  'must not begin or end with a space': '首尾不能有空格',
}

/** Those that are not known stay in English. */
export function inChinese(mistake: string): string {
  return CHINESE[mistake] ?? mistake
}

export const KNOWN_MISTAKES = Object.keys(CHINESE)

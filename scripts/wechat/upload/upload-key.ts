import { createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Say } from '../../terminal/language'
import { UploadError } from './upload-error'

/**
 * The key that uploads code for a mini program, as PEM. It is looked at before anything is sent: a key that cannot be read
 * would only fail after the compilation.
 * @param flag path of `--key`
 * @param variable WECHAT_UPLOAD_KEY: a path, or the key itself, where CI has no files
 * @throws {UploadError}
 */
export function uploadKey(
  {
    flag,
    variable,
    cwd,
    appId,
  }: { flag: string | undefined; variable: string | undefined; cwd: string; appId: string },
  say: Say,
): string {
  const given = flag ?? variable
  if (given === undefined || given === '') throw new UploadError(missing(say))
  const isText = flag === undefined && given.includes('-----BEGIN')
  const path = resolve(cwd, given)
  if (!isText && !existsSync(path)) throw new UploadError(say(`there is no ${path}`, `没有文件 ${path}`))
  const [, other] = isText ? [] : (/^private\.(wx[0-9a-f]{16})\.key$/i.exec(basename(path)) ?? [])
  if (other !== undefined && other !== appId) {
    throw new UploadError(
      say(
        `${basename(path)} is the key of ${other}, by its name, and the mini program is ${appId}`,
        `${basename(path)} 按文件名是 ${other} 的密钥，而小程序是 ${appId}`,
      ),
    )
  }
  const pem = (isText ? given.replaceAll('\\n', '\n') : readFileSync(path, 'utf8')).trim()
  if (!isRsa(pem)) {
    const where = isText ? 'WECHAT_UPLOAD_KEY' : path
    throw new UploadError(
      say(
        `${where} is no key for uploads: it begins with -----BEGIN RSA PRIVATE KEY-----`,
        `${where} 不是代码上传密钥：应以 -----BEGIN RSA PRIVATE KEY----- 开头`,
      ),
    )
  }
  return `${pem}\n`
}

function isRsa(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    // Of a key that cannot be read nothing is told: the error may hold a part of it.
    return false
  }
}

function missing(say: Say): string {
  return say(
    'no key: --key private.wx….key, or WECHAT_UPLOAD_KEY (its path, or its text). It is made at mp.weixin.qq.com, 管理, 开发管理, 开发设置, 小程序代码上传',
    '没有密钥：用 --key private.wx….key，或环境变量 WECHAT_UPLOAD_KEY（路径或内容）。在 mp.weixin.qq.com → 管理 → 开发管理 → 开发设置 → 小程序代码上传 中生成',
  )
}

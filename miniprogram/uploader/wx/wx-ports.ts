import type { Ports } from '../ports'
import { wxFiles } from './wx-files'
import { wxHttp } from './wx-http'

/** The engine's ports on WeChat. Pass the global `wx`. */
export function wxPorts(wx: Pick<WechatMiniprogram.Wx, 'request' | 'getFileSystemManager'>): Ports {
  return { http: wxHttp(wx), files: wxFiles(wx.getFileSystemManager()), now: Date.now, random: Math.random }
}

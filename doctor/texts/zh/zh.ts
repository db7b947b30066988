import type { Texts } from '../en/en'
import { key, role, wechat } from './access'
import { clock, clouds, network } from './network'
import { report, titles } from './report'
import { callback, service } from './service'
import { oss, vod } from './vod'

export const zh: Texts = { titles, report, network, clouds, clock, wechat, key, role, vod, oss, service, callback }

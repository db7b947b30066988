import { key, role, wechat } from './access'
import { clock, clouds, network } from './network'
import { report, titles } from './report'
import { callback, service } from './service'
import { oss, vod } from './vod'

export const en = { titles, report, network, clouds, clock, wechat, key, role, vod, oss, service, callback }

/** All that is said in a language. English is the measure: no language can lack a text of it. */
export type Texts = typeof en

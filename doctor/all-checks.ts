import type { Check } from './check'
import { accessKey, role, sessionSeconds } from './checks/assume-role'
import { callback, vodCallback } from './checks/callback'
import { clock } from './checks/clock'
import { network } from './checks/network'
import { oss } from './checks/oss'
import { review } from './checks/review'
import { roleRights, serviceRights, tokenRights } from './checks/rights'
import { service } from './checks/service'
import { region, uploadAddress, userData } from './checks/upload-address'
import { probe, storage, uploadSettings, vod } from './checks/vod'
import { weChat, weChatToken } from './checks/wechat'

/** In this order, that of the road from the settings to the service; `settings` comes before all of them. */
export const ALL_CHECKS: readonly Check[] = [
  network,
  weChat,
  weChatToken,
  clock,
  accessKey,
  role,
  sessionSeconds,
  vod,
  storage,
  uploadSettings,
  tokenRights,
  roleRights,
  serviceRights,
  uploadAddress,
  region,
  userData,
  oss,
  review,
  vodCallback,
  probe,
  service,
  callback,
]

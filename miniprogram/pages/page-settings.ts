import type { Texts } from '../i18n/index'
import { type StaticTexts, staticTexts } from '../i18n/static-texts'
import { perform } from '../wechat/calls'
import type { Client } from '../wechat/client'

/** Text sizes that the layout is made for, px. WeChat's setting goes further in both directions. */
const SMALLEST_TEXT = 15
const LARGEST_TEXT = 24

export interface PageSettings {
  t: StaticTexts
  /** px; every size of text in the pages is a multiple of it. */
  textSize: number
}

/** What every page takes from the phone: its language, and the size of text set in WeChat. */
export function pageSettings({ textSize }: Pick<Client, 'textSize'>, t: Texts): PageSettings {
  return { t: staticTexts(t), textSize: Math.min(LARGEST_TEXT, Math.max(SMALLEST_TEXT, textSize || 17)) }
}

/** Puts the phone's language into what is outside of the page. Call it from the onLoad of a tab's page. */
export function nameTabs(
  wx: Pick<WechatMiniprogram.Wx, 'setTabBarItem' | 'setNavigationBarTitle'>,
  t: Texts,
  title: string,
): void {
  perform('setNavigationBarTitle', (end) => wx.setNavigationBarTitle({ title, ...end }))
  perform('setTabBarItem', (end) => wx.setTabBarItem({ index: 0, text: t.uploadTab, ...end }))
  perform('setTabBarItem', (end) => wx.setTabBarItem({ index: 1, text: t.videosTab, ...end }))
}

import type { Chrome } from '../runtime/phone/chrome'
import type { Page } from '../runtime/phone/page'
import type { PageStack } from '../runtime/phone/page-stack'
import type { TabBar } from '../runtime/phone/tab-bar'
import { asyncCall, type Callbacks, CallError, settle } from './call'

interface Url {
  url: string
}

type Events = Record<string, (...args: unknown[]) => void>

export function navigationFamily(stack: PageStack) {
  return {
    navigateTo: asyncCall('navigateTo', ({ url, events }: Url & { events?: Events }) => ({
      eventChannel: stack.navigateTo(url, events),
    })),
    redirectTo: asyncCall('redirectTo', ({ url }: Url) => stack.redirectTo(url)),
    reLaunch: asyncCall('reLaunch', ({ url }: Url) => stack.reLaunch(url)),
    switchTab: asyncCall('switchTab', ({ url }: Url) => stack.switchTab(url)),
    navigateBack: asyncCall('navigateBack', ({ delta }: { delta?: number }) => stack.navigateBack(delta)),
  }
}

type TabBarStyle = Omit<WechatMiniprogram.SetTabBarStyleOption, 'success' | 'fail' | 'complete'>
type TabBarItem = Omit<WechatMiniprogram.SetTabBarItemOption, 'success' | 'fail' | 'complete'>

/** Changes of the navigation bar and the tab bar. */
export function barsFamily(chrome: Chrome, stack: PageStack) {
  const tabBar = (): TabBar => {
    if (!chrome.tabBar) throw new CallError('not TabBar page')
    return chrome.tabBar
  }
  const visible = (name: string, value: boolean) => asyncCall(name, () => tabBar().setVisible(value))
  const badge = (name: string, text: string | undefined) =>
    asyncCall(name, ({ index }: { index: number }) => tabBar().setBadge(index, text))
  /** A change of the bar belongs to the page on top at the time of the call, and stays with it. */
  const ofThisPage = <Option>(name: string, read: (option: Option) => Page['bar']) => {
    return (option: Option & Callbacks<void>) => {
      const page = stack.top
      return settle(
        name,
        option,
        Promise.resolve().then(() => page && chrome.change(page, read(option))),
      )
    }
  }
  return {
    setNavigationBarTitle: ofThisPage('setNavigationBarTitle', ({ title }: { title: string }) => ({ title })),
    setNavigationBarColor: ofThisPage(
      'setNavigationBarColor',
      (option: { frontColor: string; backgroundColor: string }) => ({
        front: option.frontColor,
        background: option.backgroundColor,
      }),
    ),
    setTabBarItem: asyncCall('setTabBarItem', ({ index, text, iconPath, selectedIconPath }: TabBarItem) => {
      tabBar().setItem(index, {
        ...(text !== undefined && { text }),
        ...(iconPath !== undefined && { iconPath }),
        ...(selectedIconPath !== undefined && { selectedIconPath }),
      })
    }),
    setTabBarStyle: asyncCall(
      'setTabBarStyle',
      ({ color, selectedColor, backgroundColor, borderStyle }: TabBarStyle) => {
        tabBar().setStyle({
          ...(color !== undefined && { color }),
          ...(selectedColor !== undefined && { selectedColor }),
          ...(backgroundColor !== undefined && { backgroundColor }),
          ...(borderStyle !== undefined && { borderStyle }),
        })
      },
    ),
    setTabBarBadge: asyncCall('setTabBarBadge', ({ index, text }: { index: number; text: string }) =>
      tabBar().setBadge(index, text),
    ),
    removeTabBarBadge: badge('removeTabBarBadge', undefined),
    showTabBarRedDot: badge('showTabBarRedDot', ''),
    hideTabBarRedDot: badge('hideTabBarRedDot', undefined),
    showTabBar: visible('showTabBar', true),
    hideTabBar: visible('hideTabBar', false),
  }
}

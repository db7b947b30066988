import type { template } from 'glass-easel'

/** What the build makes of miniprogram/, and the runtime runs. */
export interface MiniProgram {
  app: AppConfig
  /** Colors and icons by theme: the file that app.json names in `themeLocation`. */
  theme: Partial<Record<Theme, Record<string, string>>>
  /** Pages in app.json's order; the first one opens. */
  pages: string[]
  components: Record<string, ComponentConfig>
  /** Compiled WXML by path without its ending. */
  templates: template.ComponentTemplate['groupList'] & Record<string, unknown>
  /** Runs app.ts. */
  runApp(): void
  /** Runs the script of each page and component, by its path. */
  scripts: Record<string, () => void>
}

export type Theme = 'light' | 'dark'

export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  navigationStyle?: 'default' | 'custom'
  backgroundColor?: string
  backgroundColorContent?: string
  backgroundTextStyle?: string
  onReachBottomDistance?: number
  enablePullDownRefresh?: boolean
}

export interface TabBarConfig {
  color?: string
  selectedColor?: string
  backgroundColor?: string
  borderStyle?: string
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}

export interface AppConfig {
  pages: string[]
  window?: WindowConfig
  tabBar?: TabBarConfig
  themeLocation?: string
  darkmode?: boolean
  usingComponents?: Record<string, string>
  networkTimeout?: { request?: number; uploadFile?: number }
}

/** A page's or component's JSON, with its components' paths made absolute. */
export interface ComponentConfig extends WindowConfig {
  component?: boolean
  usingComponents: Record<string, string>
  styleIsolation?: string
  addGlobalClass?: boolean
  pureDataPattern?: string
  /** Prefix of the classes in an isolated component's WXSS. */
  styleScope?: string
}

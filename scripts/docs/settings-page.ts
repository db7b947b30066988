import { type Language, table } from './language'
import { nodeFacts, type SettingFacts, type SettingName, serviceFacts } from './settings/facts'
import { GROUPS, MEANINGS } from './settings/groups'

const TEXTS = {
  en: {
    title: 'Settings',
    other: '中文',
    intro: [
      'Made by `npm run docs` from the schema that reads the settings; a test fails when this page is stale.',
      'On Workers, settings stand in [wrangler.toml](../../wrangler.toml) under `[vars]`, and secrets (🔑) in `.dev.vars` or, deployed, in `npx wrangler secret put NAME`. On Node all of them are environment variables. A setting that is missing, malformed or still a placeholder is named in every answer and in the log, with the place where it belongs; on Node the service does not start then. Bindings of Workers (D1, Hyperdrive, rate limits, the timer) are explained in wrangler.toml.',
    ],
    head: ['setting', 'default', 'takes', 'meaning'],
    required: '**required**',
    none: '–',
  },
  zh: {
    title: '设置',
    other: 'English',
    intro: [
      '本页由 `npm run docs` 从读取设置的 schema 生成；页面过期时测试会失败。',
      '在 Workers 上，设置写在 [wrangler.toml](../../wrangler.toml) 的 `[vars]` 里，密钥（🔑）写在 `.dev.vars` 里，部署后用 `npx wrangler secret put NAME` 设置。在 Node 上全部是环境变量。缺少、格式错误或仍是占位符的设置，会在每次应答和日志里指出名字和该写在哪里；在 Node 上服务此时不会启动。Workers 的绑定（D1、Hyperdrive、限流、定时器）见 wrangler.toml 里的说明。',
    ],
    head: ['设置', '默认值', '取值', '含义'],
    required: '**必填**',
    none: '–',
  },
} as const

/** docs/<language>/settings.md */
export function settingsPage(language: Language): string {
  const { title, other, intro, head, required, none } = TEXTS[language]
  const facts = new Map([...serviceFacts(), ...nodeFacts()].map((fact) => [fact.name, fact]))
  const row = (name: SettingName) => {
    const fact = facts.get(name) as SettingFacts
    const { takes, ...meaning } = MEANINGS[name]
    const values = takes ?? fact.takes
    if (values === undefined) throw new Error(`Say in scripts/docs/settings/ what ${name} takes.`)
    const fallback = fact.isRequired ? required : fact.fallback === undefined ? none : `\`${fact.fallback}\``
    return [`${fact.isSecret ? '🔑 ' : ''}\`${name}\``, fallback, values[language], meaning[language]]
  }
  const sections = GROUPS.map(
    (group) =>
      `## ${group.title[language]}\n\n${table(head, (Object.keys(group.meanings) as SettingName[]).map(row))}\n`,
  )
  const link = `[${other}](../${language === 'en' ? 'zh' : 'en'}/settings.md)`
  return [`# ${title}\n`, `${link}\n`, ...intro.map((text) => `${text}\n`), ...sections].join('\n')
}

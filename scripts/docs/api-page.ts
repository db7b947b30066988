import { openApiDocument } from '../../server/openapi/document'
import { PROBLEM_CODES, Problem } from '../../server/problem'
import { SUMMARIES } from './api/chinese'
import { describe, fieldsOf, type Schema, typeOf } from './api/fields'
import { type Language, table } from './language'

const TEXTS = {
  en: {
    title: 'The API of the token service',
    other: '中文',
    intro: [
      'Made by `npm run docs` from the OpenAPI 3.1 document that the service answers at `GET /openapi.json`; a test fails when this page is stale. What the calls are for is told in [service.md](service.md).',
      'JSON in and out. Errors are `application/problem+json` (RFC 9457): clients decide by `code`; `detail` is for people; `requestId` is in the log, too, and in the header `X-Request-Id`. 429 and most of 5xx come with `Retry-After`, in seconds. What a user gets wrong and how to mend it: [errors.md](errors.md).',
    ],
    groups: {
      session: [
        'Calls of a user',
        'They need `Authorization: Bearer <token>`, with the token of `POST /session` or of your own backend; with `LOGIN = "cloudrun"` the headers of its gateway.',
      ],
      open: ['Calls without a session', 'They count by address. What each needs instead is in its headers.'],
      operator: [
        'Calls of the operator',
        'They need `Authorization: Bearer <ADMIN_SECRET>`, and are there only where that secret is set.',
      ],
    },
    parameters: 'Parameters',
    body: 'Body',
    optional: ' (may be left out)',
    answer: 'Answer',
    nothing: 'none',
    head: ['field', 'type', 'needed', 'meaning'],
    parameterHead: ['name', 'in', 'type', 'needed'],
    answerHead: ['field', 'type', 'meaning'],
    yes: 'yes',
    no: '–',
    errors: 'Error codes',
    errorsIntro: 'Every `code`, by its status.',
    errorHead: ['status', 'codes'],
  },
  zh: {
    title: '令牌服务的接口',
    other: 'English',
    intro: [
      '本页由 `npm run docs` 从服务在 `GET /openapi.json` 返回的 OpenAPI 3.1 文档生成；页面过期时测试会失败。各个接口的用途见 [service.md](service.md)。',
      '请求和应答都是 JSON。错误为 `application/problem+json`（RFC 9457）：客户端看 `code`；`detail` 给人看；`requestId` 同时出现在日志和 `X-Request-Id` 响应头里。429 和大多数 5xx 带有 `Retry-After`（秒）。遇到错误怎么办：[errors.md](errors.md)。',
    ],
    groups: {
      session: [
        '用户的调用',
        '需要 `Authorization: Bearer <令牌>`，令牌来自 `POST /session` 或你自己的后端；`LOGIN = "cloudrun"` 时由云托管网关的请求头代替。',
      ],
      open: ['无需登录的调用', '按 IP 地址计数。各自需要什么，见其请求头。'],
      operator: ['运营者的调用', '需要 `Authorization: Bearer <ADMIN_SECRET>`，设置了该密钥才有这些接口。'],
    },
    parameters: '参数',
    body: '请求体',
    optional: '（可省略）',
    answer: '应答',
    nothing: '无',
    head: ['字段', '类型', '必填', '含义'],
    parameterHead: ['名称', '位置', '类型', '必填'],
    answerHead: ['字段', '类型', '含义'],
    yes: '是',
    no: '–',
    errors: '错误码',
    errorsIntro: '全部 `code`，按状态码排列。',
    errorHead: ['状态码', '错误码'],
  },
} as const

interface Described {
  summary: string
  security: Record<string, unknown>[]
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

interface Call extends Described {
  /** `POST /uploads/{videoId}` */
  name: string
}

/** docs/<language>/api.md */
export function apiPage(language: Language): string {
  const texts = TEXTS[language]
  const calls = callsOf(openApiDocument().paths as Record<string, Record<string, Described>>)
  const sections = (['session', 'open', 'operator'] as const).map((group) => {
    const [title, about] = texts.groups[group]
    const own = calls.filter(({ security: [first] }) => Object.keys(first ?? { open: [] })[0] === group)
    return [`## ${title}`, about, ...own.map((call) => callSection(call, language))].join('\n\n')
  })
  const link = `[${texts.other}](../${language === 'en' ? 'zh' : 'en'}/api.md)`
  return `${[`# ${texts.title}`, link, ...texts.intro, ...sections, errorSection(language)].join('\n\n')}\n`
}

export function callsOf(paths: Record<string, Record<string, Described>>): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ name: `${method.toUpperCase()} ${path}`, ...described })),
  )
}

function callSection({ name, summary, parameters, requestBody, responses }: Call, language: Language): string {
  const texts = TEXTS[language]
  const said = language === 'en' ? summary : SUMMARIES[name]
  if (said === undefined) throw new Error(`Say in scripts/docs/api/chinese.ts what ${name} does.`)
  const needed = (is: boolean) => (is ? texts.yes : texts.no)
  const blocks = [`### ${name}`, `${said}${language === 'en' ? '.' : '。'}`]
  if (parameters) {
    const rows = parameters.map((one) => [`\`${one.name}\``, one.in, typeOf(one.schema), needed(one.required)])
    blocks.push(`**${texts.parameters}**`, table(texts.parameterHead, rows))
  }
  const body = requestBody?.content['application/json']?.schema
  if (body) {
    const rows = fieldsOf(body, language).map((field) => [
      ...[`\`${field.name}\``, field.type, needed(field.isRequired), field.description],
    ])
    blocks.push(`**${texts.body}**${requestBody.required ? '' : texts.optional}`, table(texts.head, rows))
  }
  const answer = responses['200']?.content?.['application/json']?.schema
  const rows = answer
    ? fieldsOf(answer, language).map((field) => [`\`${field.name}\``, field.type, field.description])
    : []
  const described = answer && describe(answer, language)
  blocks.push(`**${texts.answer}**${rows.length === 0 ? `: ${texts.nothing}` : described ? `: ${described}` : ''}`)
  if (rows.length > 0) blocks.push(table(texts.answerHead, rows))
  return blocks.join('\n\n')
}

function errorSection(language: Language): string {
  const texts = TEXTS[language]
  const byStatus = Map.groupBy(PROBLEM_CODES, (code) => new Problem(code, '').status)
  const rows = [...byStatus]
    .sort(([one], [other]) => one - other)
    .map(([status, codes]) => [String(status), codes.map((code) => `\`${code}\``).join(' ')])
  return [`## ${texts.errors}`, texts.errorsIntro, table(texts.errorHead, rows)].join('\n\n')
}

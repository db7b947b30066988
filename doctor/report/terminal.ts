import { isLoopback } from '../../server/settings/fields'
import type { Diagnosis } from '../diagnose'
import { type DomainLists, UNKNOWN } from '../domains'
import type { Finding } from '../finding'
import type { Listener } from '../run-checks'
import type { Texts } from '../texts/en/en'
import { columnsOf, padded, wrapped } from './columns'

export interface TerminalOptions {
  /** Columns to break lines at. */
  width: number
  colors: boolean
  /** Whether the line that is being worked on can be drawn and taken back. */
  live: boolean
  write(text: string): void
}

const SIGNS = { ok: '✓', warning: '!', failed: '✗', skipped: '–' } as const
const COLORS = { ok: 32, warning: 33, failed: 31, skipped: 90 } as const
const DIM = 90
const BOLD = 1

const TITLE_COLUMNS = 29
const INDENT = '      '

/** Findings as they come, a line each; those that were skipped for one reason share a line. */
export function terminalReport(texts: Texts, options: TerminalOptions) {
  const { write, width, live } = options
  const paint = (text: string, color: number) => (options.colors && text !== '' ? `\x1b[${color}m${text}\x1b[0m` : text)
  const erase = () => live && write('\r\x1b[2K')
  let skipped: Finding[] = []

  const line = ({ status, title, detail, cause, code, requestId }: Finding) => {
    const known = [code, requestId && `${texts.report.request} ${requestId}`].filter(Boolean).join(', ')
    const right = status === 'ok' ? detail : status === 'skipped' ? cause : known
    const [first = '', ...rest] = wrapped(right ?? '', width - TITLE_COLUMNS - 4)
    const color = status === 'ok' || status === 'skipped' ? DIM : COLORS[status]
    const left = first === '' ? title : padded(title, TITLE_COLUMNS)
    write(`  ${paint(SIGNS[status], COLORS[status])} ${left}${paint(first, color)}\n`)
    for (const more of rest) write(`${' '.repeat(TITLE_COLUMNS + 4)}${paint(more, color)}\n`)
  }

  const paragraph = (label: string, text: string) => {
    const indent = INDENT + ' '.repeat(8)
    const lines = text.split('\n').flatMap((one) => wrapped(one, width - indent.length))
    lines.forEach((one, index) => {
      write(`${index === 0 ? INDENT + paint(padded(label, 8), BOLD) : indent}${one}\n`)
    })
  }

  const flush = () => {
    const [first] = skipped
    if (first?.because) {
      const root = texts.titles[first.because]
      const titles = skipped.map(({ title }) => title).join(' · ')
      const [head = '', ...rest] = wrapped(texts.report.skippedBecause(root, titles), width - 4)
      write(`  ${paint(SIGNS.skipped, DIM)} ${paint(head, DIM)}\n`)
      for (const more of rest) write(`    ${paint(more, DIM)}\n`)
    }
    skipped = []
  }

  const listener: Listener = {
    begins: (title) => void (live && write(paint(`  … ${title}`, DIM))),
    ends(finding) {
      erase()
      if (skipped.length > 0 && finding.because !== skipped[0]?.because) flush()
      if (finding.because) return void skipped.push(finding)
      line(finding)
      if (finding.cause !== undefined && finding.fix !== undefined) {
        paragraph(texts.report.cause, finding.cause)
        paragraph(texts.report.fix, finding.fix)
      }
    },
  }

  const lists = ({ request, uploadFile }: DomainLists) => {
    const { requestList, uploadFileList, none } = texts.report
    const columns = Math.max(columnsOf(requestList), columnsOf(uploadFileList)) + 2
    // The console takes several at once, separated by semicolons.
    write(`    ${padded(requestList, columns)}${request.join(';') || none}\n`)
    write(`    ${padded(uploadFileList, columns)}${uploadFile.join(';') || none}\n`)
  }

  const domains = (all: NonNullable<Diagnosis['domains']>) => {
    const { domainsTitle, domainsYours, domainsOther, domainsIncomplete, domainsOfEmulator } = texts.report
    write(`\n${paint(domainsTitle, BOLD)}\n`)
    const sorted = [...all].sort((a, b) => Number(b.isYours) - Number(a.isYours))
    for (const one of sorted) {
      const name = one.isYours ? domainsYours : domainsOther
      write(`\n  ${paint(name(one.engine, one.authMethod), one.isYours ? BOLD : DIM)}\n`)
      lists(one)
    }
    const named = all.flatMap(({ request, uploadFile }) => [...request, ...uploadFile])
    const isUnknown = (domain: string) => Object.values(UNKNOWN).includes(domain)
    if (named.some(isUnknown)) write(`\n  ${domainsIncomplete}\n`)
    if (named.some((domain) => !isUnknown(domain) && isLocal(domain))) write(`\n  ${domainsOfEmulator}\n`)
  }

  return {
    listener,
    begin(source: string): void {
      write(`${paint('wevod doctor', BOLD)}  ${texts.report.checking(source)}\n\n`)
    },
    end(diagnosis: Diagnosis, seconds: number): void {
      flush()
      if (diagnosis.domains) domains(diagnosis.domains)
      else write(`\n${texts.report.domainsUnknown}\n`)
      const count = (status: Finding['status']) => diagnosis.findings.filter((one) => one.status === status).length
      const verdict = diagnosis.healthy ? texts.report.healthy(count('ok')) : texts.report.sick(count('failed'))
      const warned = count('warning') > 0 ? ` ${texts.report.warned(count('warning'))}` : ''
      write(`\n${paint(verdict, diagnosis.healthy ? COLORS.ok : COLORS.failed)}${warned}`)
      write(paint(`  ${texts.report.took(diagnosis.calls, seconds)}`, DIM))
      write('\n')
    },
  }
}

function isLocal(url: string): boolean {
  return isLoopback(url) || new URL(url).hostname.endsWith('.localhost')
}

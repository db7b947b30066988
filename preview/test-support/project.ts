import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A small mini program that builds: one page. */
const WELL = {
  'app.json': '{ "pages": ["pages/one/one"] }',
  'app.ts': 'App({})',
  'pages/one/one.json': '{}',
  'pages/one/one.ts': "Page({ data: { text: 'one' } })",
  'pages/one/one.wxml': '<view class="text">{{text}}</view>',
}

export interface Project {
  /** Folder that holds miniprogram/. */
  root: string
  write(path: string, text: string): void
  remove(): void
}

/** Writes a mini program to a temp folder; `files` add to the one that builds, or replace parts of it. */
export function writeProject(files: Record<string, string> = {}): Project {
  const root = mkdtempSync(join(tmpdir(), 'wevod-preview-'))
  const write = (path: string, text: string) => {
    const file = join(root, 'miniprogram', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const [path, text] of Object.entries({ ...WELL, ...files })) write(path, text)
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) }
}

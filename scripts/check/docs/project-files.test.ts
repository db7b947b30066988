import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../../package.json' with { type: 'json' }
import { projectRoot } from '../../project-root'

interface Form {
  name: string
  description: string
  body: {
    type: string
    id?: string
    attributes: { label?: string; description?: string; value?: string; options?: string[] }
    validations?: { required: boolean }
  }[]
}

const folder = join(projectRoot, '.github/ISSUE_TEMPLATE')
const forms = readdirSync(folder).filter((name) => name !== 'config.yml')
const read = (name: string) => parse(readFileSync(join(folder, name), 'utf8')) as Form

it.each(forms)('%s is a form as GitHub takes it, in both languages', (name) => {
  const { name: title, description, body } = read(name)
  const fields = body.filter(({ type }) => type !== 'markdown')
  for (const text of [title, description, ...fields.map(({ attributes }) => attributes.label ?? '')]) {
    expect(text).toMatch(/\p{Script=Latin}.*\p{Script=Han}/su)
  }
  expect(body.every(({ type }) => ['markdown', 'input', 'textarea', 'dropdown'].includes(type))).toBe(true)
  const ids = fields.map(({ id }) => id)
  expect(new Set(ids).size).toBe(fields.length)
  for (const { type, attributes } of body) {
    if (type === 'dropdown') expect(new Set(attributes.options).size).toBeGreaterThan(1)
  }
})

it('whoever reports a fault is asked for what it takes to find it', () => {
  const required = read('1-bug.yml').body.filter(({ validations }) => validations?.required)
  expect(required.map(({ id }) => id)).toEqual(expect.arrayContaining(['platform', 'wechat', 'library', 'request-id']))
})

it.each(forms)('%s names pages that are there', (name) => {
  const paths = [...JSON.stringify(read(name)).matchAll(/`(docs\/[\w./-]+)`/g)].map(([, path = '']) => path)
  expect(paths.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
})

it.each(['CHANGELOG.md', 'package/CHANGELOG.md'])('%s begins with the version of this project', (path) => {
  const [first] = /^## .*$/m.exec(readFileSync(join(projectRoot, path), 'utf8')) ?? []
  expect(first).toMatch(new RegExp(`^## ${packageJson.version.replaceAll('.', '\\.')}( |$)`))
})

it('CHANGELOG says each version in Chinese, too', () => {
  const versions = readFileSync(join(projectRoot, 'CHANGELOG.md'), 'utf8').split(/^## /m).slice(1)
  for (const version of versions) expect(version).toMatch(/^[\d.]+ – \d{4}-\d\d-\d\d\n\n中文：/)
})

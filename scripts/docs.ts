import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedPages } from './docs/pages'
import { projectRoot } from './project-root'

// `npm run docs`: writes the pages of docs/ that are made from the code, in both languages.

for (const [path, text] of generatedPages()) {
  writeFileSync(join(projectRoot, path), text)
  console.log(path)
}

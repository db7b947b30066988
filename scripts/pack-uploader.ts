import { join, relative, resolve } from 'node:path'
import { packUploader } from './package/pack'
import { projectRoot } from './project-root'

// `npm run pack:uploader [-- DIRECTORY]`: leaves the package wevod-uploader as npm's tarball in DIRECTORY, output/ by
// default.

const [given, ...more] = process.argv.slice(2)
if (more.length > 0 || given?.startsWith('-')) {
  console.error('usage: npm run pack:uploader [-- DIRECTORY]')
  process.exit(1)
}
// npm runs scripts in the project's folder; INIT_CWD is where the user stands.
const directory = given === undefined ? join(projectRoot, 'output') : resolve(process.env.INIT_CWD ?? '', given)
const { path, bytes, unpacked, files } = await packUploader(directory)
const kib = (size: number) => `${(size / 1024).toFixed(1)} KiB`
for (const file of files)
  if (/^(dist|miniprogram_dist)\/.*\.js$/.test(file.path)) console.log(`${file.path}  ${kib(file.size)}`)
console.log(`${kib(bytes)}, ${kib(unpacked)} unpacked, ${files.length} files`)
console.log(relative(process.cwd(), path))

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatProblem } from '../preview/build/problem'
import { checkMiniProgram } from './check/miniprogram'

// `npm run check:miniprogram`: problems as `file:line:col message`, exit code 1 if there are any.

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const problems = await checkMiniProgram(join(projectRoot, 'miniprogram'))
for (const problem of problems) console.error(formatProblem(problem, projectRoot))
console.log(problems.length === 0 ? 'The mini program is in order.' : `${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1

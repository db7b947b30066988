import { projectRoot } from './project-root'
import { loadCiTool } from './wechat/upload/ci-tool'
import { uploadToWechat } from './wechat/upload/command'

// `npm run upload:wechat -- preview|release`. The parts are in wechat/upload/.

const code = await uploadToWechat(process.argv.slice(2), {
  projectRoot,
  // npm runs scripts in the project's folder; INIT_CWD is where the user stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: process.env,
  loadCi: loadCiTool,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
})
// The compiler leaves watchers and workers behind.
process.exit(code)

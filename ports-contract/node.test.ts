import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodePorts } from '../node-ports/node-ports'
import { testPorts } from './contract'
import { deadOrigin, startContractServer } from './contract-server'

testPorts("Node's ports", async () => {
  const server = await startContractServer()
  const folder = await mkdtemp(join(tmpdir(), 'wevod-ports-'))
  const ports = nodePorts()
  let files = 0
  return {
    ports,
    url: (path) => server.url + path,
    deadUrl: await deadOrigin(),
    async addFile(bytes) {
      const path = join(folder, `${++files}.mp4`)
      await writeFile(path, bytes)
      return path
    },
    removeFile: (path) => rm(path),
    folder,
    settle: (promise) => promise,
    async stop() {
      ports.close()
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
})

import { setImmediate as turn } from 'node:timers/promises'
import { generator } from '../simulation/generator'
import { Phone } from '../simulation/phone'
import { phonePorts } from '../simulation/phone-wx'
import { VirtualTime } from '../simulation/virtual-time'
import { testPorts } from './contract'
import { answerContract } from './contract-server'

const ORIGIN = 'https://bucket.oss-cn-shanghai.aliyuncs.com'
const DEAD_ORIGIN = 'https://dead.oss-cn-shanghai.aliyuncs.com'

testPorts('the simulated phone', async () => {
  const time = new VirtualTime(0)
  const phone = new Phone(time, { send }, generator(1))
  for (const url of [`${ORIGIN}/broken`, DEAD_ORIGIN]) {
    phone.fates.push({ fate: 'reset-before', matches: (request) => request.url.startsWith(url) })
  }
  const ports = phonePorts(phone, generator(2))
  let files = 0
  return {
    ports,
    url: (path) => ORIGIN + path,
    deadUrl: DEAD_ORIGIN,
    async addFile(bytes) {
      const path = `wxfile://tmp_${++files}.mp4`
      phone.files.set(path, bytes)
      return path
    },
    async removeFile(path) {
      phone.files.delete(path)
    },
    openFiles: ports.openFiles,
    fillStorage() {
      phone.storageFull = true
    },
    settle: (promise) => settle(time, promise),
    stop: async () => undefined,
  }
})

const send: ConstructorParameters<typeof Phone>[1]['send'] = async ({ method, url, headers, body = '' }) => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
  const answer = answerContract({ method, path: url.slice(ORIGIN.length), headers, body: bytes })
  if (typeof answer === 'string') return new Promise(() => undefined)
  return answer
}

async function settle<T>(time: VirtualTime, promise: Promise<T>): Promise<T> {
  let settled = false
  const end = () => {
    settled = true
  }
  promise.then(end, end)
  await turn()
  while (!settled && time.next !== undefined) {
    time.step()
    await turn()
  }
  return promise
}

import { lookUp, span } from '../written'

const PROXY =
  'If this machine reaches the internet through a proxy only, run doctor where there is none: it uses no proxy, and neither does the service.'

export const network = {
  none: (hosts: string[], code: string) => ({
    cause: `No network: none of ${hosts.join(', ')} can be reached (${code}).`,
    fix: `Connect this machine to the internet, and see that its firewall lets HTTPS (port 443) out. ${PROXY}`,
  }),
  noneAtAll: 'No network to the clouds.',
  notRunning: (host: string, code: string) => ({
    cause: `Nothing listens at ${host} on this machine (${code}).`,
    fix: 'Start the emulator and the service by "npm start" in another terminal. On other ports, set SERVICE_PORT and EMULATOR_PORT as there. For the real clouds, take WECHAT_URL, STS_URL and VOD_URL out of the settings.',
  }),
  name: (host: string, code: string) => ({
    cause: `The name ${host} cannot be looked up (DNS: ${code}).`,
    fix: `See that this machine has a network and a DNS server that answers: "nslookup ${host.replace(/:\d+$/, '')}". If the name has a typing mistake, mend it in the settings.`,
  }),
  refused: (host: string, code: string) => ({
    cause: `${host} refuses the connection: nothing listens there, or a firewall is in between (${code}).`,
    fix: `Check the address and the port, and let HTTPS (port 443) out. ${PROXY}`,
  }),
  slow: (host: string, code: string) => ({
    cause: `${host} does not answer in time (${code}).`,
    fix: `Try again; if it stays so, a firewall swallows the connection: let HTTPS (port 443) to ${host} out. ${PROXY}`,
  }),
  certificate: (host: string, code: string) => ({
    cause: `The certificate of ${host} is not to be trusted (${code}): something in between breaks TLS open, or the clock of this machine is wrong.`,
    fix: 'Run doctor in a network without such a proxy, or give Node its authority by NODE_EXTRA_CA_CERTS=file.pem.',
  }),
  tls: (host: string, code: string) => ({
    cause: `${host} does not speak TLS as it has to (${code}).`,
    fix: 'Check that the address begins with https:// only where there is HTTPS on that port, and that TLS 1.2 or newer is offered.',
  }),
  lost: (host: string, code: string) => ({
    cause: `The connection to ${host} broke before an answer came (${code}).`,
    fix: 'Try again. If it stays so, something in between ends the connection: a firewall, a proxy, a balancer.',
  }),
}

export const clouds = {
  stranger: (cloud: string, action: string, status: number) => ({
    cause: `It was not ${cloud} that answered ${action}: HTTP ${status} without anything that ${cloud} says.`,
    fix: `Something in between answers, such as a login page of the network, a proxy, or another server: check WECHAT_URL, STS_URL and VOD_URL (best not set at all), and try from another network.`,
  }),
  throttled: (cloud: string, action: string) => ({
    cause: `${cloud} throttles: it takes no more ${action} from this account at the moment.`,
    fix: 'Wait a minute and run doctor again. If it stays so, something else in the account makes that many calls (STS allows 100 a second, VOD 80 uploads a second): find it in ActionTrail, or ask for a higher quota in the Quota Center.',
  }),
  passing: (cloud: string, action: string) => ({
    cause: `${cloud} itself has failed at ${action}.`,
    fix: `Run doctor again in a few minutes. If it stays so, ask ${cloud}'s support with the request id.`,
  }),
  wrongEndpoint: (cloud: string, endpoint: string) => ({
    cause: `${endpoint} does not know the calls of ${cloud}: it is the address of something else.`,
    fix: `Take STS_URL and VOD_URL out of the settings: the right addresses follow from VOD_REGION.`,
  }),
  unknown: (cloud: string, action: string, code: string, said: string) => ({
    cause: `${cloud} refused ${action} with ${code}${said ? `: “${said}”` : ''}. Doctor does not know this code.`,
    fix: `Look it up at ${lookUp(code)}, and name the request id to Alibaba Cloud's support.`,
  }),
}

export const clock = {
  noDate: 'no answer says what time it is',
  right: (skewMs: number) => (Math.abs(skewMs) < 2000 ? 'right' : `${span(skewMs)} off`),
  wrong: (skewMs: number) => ({
    cause: `The clock of this machine is ${span(skewMs)} ${skewMs > 0 ? 'behind' : 'ahead'}: STS, VOD and OSS refuse whatever is signed more than 15 minutes off.`,
    fix: 'Set the clock by NTP: "timedatectl set-ntp true" on Linux, "w32tm /resync" on Windows, "sudo sntp -sS ntp.aliyun.com" on macOS. In mainland China, ntp.aliyun.com answers.',
  }),
  off: (skewMs: number) => ({
    cause: `The clock of this machine is ${span(skewMs)} ${skewMs > 0 ? 'behind' : 'ahead'}. On a machine whose clock is ahead by more than two minutes, the service refuses tokens as too short; more than five minutes off, it refuses VOD's notifications.`,
    fix: 'Set the clock by NTP: "timedatectl set-ntp true" on Linux. In mainland China, ntp.aliyun.com answers.',
  }),
  refused: (cloud: string, skewMs: number | undefined) => ({
    cause: `${cloud} refuses the time of the call: the clock of this machine is wrong${
      skewMs !== undefined && Math.abs(skewMs) > 60_000 ? `, ${span(skewMs)} ${skewMs > 0 ? 'behind' : 'ahead'}` : ''
    }.`,
    fix: 'Set the clock by NTP: "timedatectl set-ntp true" on Linux. In mainland China, ntp.aliyun.com answers.',
  }),
}

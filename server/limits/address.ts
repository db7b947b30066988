import ipaddr from 'ipaddr.js'

/** Bits of an IPv6 address that one client cannot change at will: every connection has 2^64 addresses of its own. */
const NETWORK_BITS = 64

/** An IPv4 address with a port, or one of either kind in brackets, with or without a port. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d{1,5})?|(\d+\.\d+\.\d+\.\d+):\d{1,5})$/

/**
 * What calls of one client are counted under: its IPv4 address, however it is written (IPv4-mapped IPv6, a port behind
 * it), or the /64 network of its IPv6 address, without its zone. All that is no address is counted together, as ''.
 */
export function addressKey(text: string): string {
  const withPort = WITH_PORT.exec(text.trim())
  const plain = (withPort?.[1] ?? withPort?.[2] ?? text.trim()).replace(/%.*$/, '')
  // Octal, hexadecimal and shortened forms of IPv4 are no addresses that a proxy writes.
  if (ipaddr.IPv4.isValidFourPartDecimal(plain)) return ipaddr.IPv4.parse(plain).toString()
  if (!ipaddr.IPv6.isValid(plain)) return ''
  const address = ipaddr.IPv6.parse(plain)
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString()
  return address.parts
    .slice(0, NETWORK_BITS / 16)
    .map((part) => part.toString(16))
    .join(':')
}

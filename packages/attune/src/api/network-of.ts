import { isIPv6 } from 'node:net'

/**
 * What counts as one caller without a key: an IPv4 address, or the first 64 bits of an IPv6 address, for whoever has one of
 * those has as many as they like (RFC 6177).
 *
 * @example networkOf('2001:db8:0:1::7') // → '2001:db8:0:1::/64'
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [plain = ''] = address.split('%')
  const [head = '', tail] = plain.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  // A dotted end is two parts.
  const parts = end.length + (end.at(-1)?.includes('.') ? 1 : 0)
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - start.length - parts)).fill('0')
  const first = [...start, ...zeros, ...end].slice(0, 4)
  return `${first.map((part) => Number.parseInt(part, 16).toString(16)).join(':')}::/64`
}

import { isIP } from 'node:net'

/**
 * An address of the network without the part that says which connection: the first 24 bits of IPv4, the first 48 of IPv6.
 * Undefined where the text is none.
 *
 * @example reducedNetworkAddress('203.0.113.77') // '203.0.113.0'
 */
export function reducedNetworkAddress(text: string): string | undefined {
  const address = text
    .trim()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const version = isIP(mapped ?? address)
  if (version === 4) return (mapped ?? address).replace(/\.\d+$/, '.0')
  if (version !== 6) return undefined
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  const first = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16))
  return `${first.join(':')}::`
}

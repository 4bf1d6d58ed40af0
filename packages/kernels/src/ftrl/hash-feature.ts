import { scramble } from '../draw.ts'

const encoder = new TextEncoder()
const scrambled = (block: number): number => {
  const mixed = Math.imul(block, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

/** MurmurHash3_x86_32 of the UTF-8 bytes of a text (Austin Appleby, public domain). From 0 to 2³² − 1. */
export function murmur3(text: string, seed = 0): number {
  const bytes = encoder.encode(text)
  const whole = bytes.length & ~3
  let hash = seed | 0
  for (let at = 0; at < whole; at += 4) {
    const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number]
    hash ^= scrambled(a | (b << 8) | (c << 16) | (d << 24))
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let at = bytes.length - 1; at >= whole; at--) rest = (rest << 8) | (bytes[at] as number)
  if (bytes.length > whole) hash ^= scrambled(rest)
  return scramble(hash ^ bytes.length)
}

/**
 * The hash that a feature is known by: murmur3 of `field=value`, seed 0.
 *
 * @example
 * const features = Uint32Array.of(hashFeature('city', 'Lyon'), hashFeature('hour', 9))
 */
export function hashFeature(field: string, value: string | number): number {
  return murmur3(`${field}=${value}`)
}

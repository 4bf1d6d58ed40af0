import type { TextPair } from '../models/encoded-text.ts'
import type { Tokenizer } from './open-tokenizer.ts'

/**
 * Two texts as one, such as a query and an answer. The second is cut before the first, which has at most half of the room where both
 * are long.
 */
export function encodePair(tokenizer: Tokenizer, first: string, second: string, longest: number): TextPair {
  const before = tokenizer.encode(first)
  const whole = tokenizer.encode(first, { pair: second })
  if (whole.length <= longest) return { tokens: whole, second: before.length }
  const half = Math.ceil(longest / 2)
  const last = whole.at(-1) as number
  if (before.length <= half) return { tokens: [...whole.slice(0, longest - 1), last], second: before.length }
  const behind = tokenizer.encode(second, { special: false })
  // Some families have a second mark between the texts.
  const rest = [...whole.slice(before.length, whole.length - 1 - behind.length), ...behind]
  const start = tokenizer.encode(first, { longest: Math.max(half, longest - rest.length - 1) })
  return { tokens: [...start, ...rest.slice(0, longest - start.length - 1), last], second: start.length }
}

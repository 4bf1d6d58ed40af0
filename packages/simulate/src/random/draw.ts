import { mix } from './sfc32.ts'

/** What a draw is for: keeps the draws of one (shopper, visit, item) independent of each other. */
const purposes = {
  click: 1,
  cart: 2,
  buy: 3,
  rate: 4,
  stars: 5,
  review: 6,
  words: 7,
  browse: 8,
  length: 9,
  random: 10,
  error: 11,
  arm: 12,
  live: 13,
} as const
export type Purpose = keyof typeof purposes

/**
 * The uniform number in (0, 1) that belongs to these keys: the same whoever asks and in whatever order. Two policies that
 * show the same item to the same shopper in the same visit meet the same luck (common random numbers), so that what
 * differs between them is the policy alone.
 */
export function draw(seed: number, purpose: Purpose, a: number, b: number = 0, c: number = 0): number {
  const first = mix(mix(mix(mix(mix(0x452821e6, seed), purposes[purpose]), a), b), c)
  const second = mix(first, 0x38d01377)
  return ((first >>> 5) * 67_108_864 + (second >>> 6) + 0.5) / 9_007_199_254_740_992
}

import { MeasureError } from '../errors.ts'
import type { Rng } from '../random.ts'
import { attributeByRule } from './attribute-by-rule.ts'
import { attributeMarkov } from './attribute-markov.ts'
import { attributeShapley } from './attribute-shapley.ts'
import type { AttributionPath, ChannelCredit } from './paths.ts'

export const attributionMethods = ['first', 'last', 'linear', 'time-decay', 'position', 'markov', 'shapley'] as const
export type AttributionMethod = (typeof attributionMethods)[number]

export interface AttributeOptions {
  /** Of the time decay. Default 7. */
  readonly halfLifeDays?: number
  /** Of the position rule: shares of the first and the last touch. Default .4 each. */
  readonly ends?: readonly [first: number, last: number]
  /** Touches that a state of the Markov chain remembers. Default 1. */
  readonly order?: number
  /** Default `conversions`. */
  readonly game?: 'conversions' | 'rate'
  readonly rng?: Rng
}

/**
 * Credit by the method of this name, with its usual settings.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `no-ages`
 */
export function attribute(
  paths: readonly AttributionPath[],
  method: AttributionMethod,
  { halfLifeDays = 7, ends = [0.4, 0.4], order = 1, game = 'conversions', rng }: AttributeOptions = {},
): readonly ChannelCredit[] {
  switch (method) {
    case 'first':
    case 'last':
    case 'linear':
      return attributeByRule(paths, { kind: method })
    case 'time-decay':
      return attributeByRule(paths, { kind: method, halfLifeDays })
    case 'position':
      return attributeByRule(paths, { kind: method, first: ends[0], last: ends[1] })
    case 'markov':
      return attributeMarkov(paths, { order })
    case 'shapley':
      return attributeShapley(paths, { game, ...(rng ? { rng } : {}) })
    default:
      throw new MeasureError('unknown-method', `There is no such method. There are ${attributionMethods.join(', ')}.`)
  }
}

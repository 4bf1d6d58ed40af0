import { randomOf } from '../evaluate/random.ts'
import type { BprParameters } from './bpr-parameters.ts'

/** Items as BPR knows them. */
export interface BprItems {
  /** [items × d], row-major. */
  readonly itemFactors: Float32Array
  /** [items] */
  readonly itemBiases: Float32Array
}

/** One step: the history's item number `at` was held against `negative`; x moved by `step` · (y_item − y_negative). */
export type BprStep = (at: number, negative: number, step: number) => void

/** Draws before a negative that the history has is given up. */
const tries = 16

/**
 * A person from a history alone: the passes of training over the history's items, each against one item drawn uniformly from
 * those that it lacks, moving the person's factors only, from zero. The draws are a function of the seed, so the same
 * history gives the same person.
 *
 * @param items distinct dense ids
 * @returns x: [d]
 */
export function foldInBpr(
  { itemFactors, itemBiases }: BprItems,
  items: Int32Array,
  { factors: d, foldInPasses, learningRate, regularisation, seed }: BprParameters,
  onStep?: BprStep,
): Float64Array {
  const x = new Float64Array(d)
  const random = randomOf(seed)
  const held = new Set(items)
  const keep = 1 - learningRate * regularisation
  for (let pass = 0; pass < foldInPasses; pass++) {
    for (let at = 0; at < items.length; at++) {
      const item = items[at] as number
      let negative = item
      for (let n = 0; n < tries && held.has(negative); n++) negative = Math.floor(random() * itemBiases.length)
      if (held.has(negative)) continue
      const i = item * d
      const j = negative * d
      let margin = (itemBiases[item] as number) - (itemBiases[negative] as number)
      for (let k = 0; k < d; k++)
        margin += (x[k] as number) * ((itemFactors[i + k] as number) - (itemFactors[j + k] as number))
      const step = learningRate / (1 + Math.exp(margin))
      for (let k = 0; k < d; k++) {
        const between = (itemFactors[i + k] as number) - (itemFactors[j + k] as number)
        x[k] = keep * (x[k] as number) + step * between
      }
      onStep?.(at, negative, step)
    }
  }
  return x
}

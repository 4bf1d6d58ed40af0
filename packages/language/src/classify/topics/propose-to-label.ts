import { LanguageError } from '../../errors.ts'
import { fitLatentVectors } from '../fit-latent-vectors.ts'
import type { TextPrediction } from '../text-classifier.ts'

export interface ProposeOptions {
  /** All texts that there are, labelled ones included. */
  readonly texts: readonly string[]
  /** Numbers of the texts that have a label already. */
  readonly labelled: readonly number[]
  readonly count: number
  /** What the present model says of each text; without it only diversity counts. */
  readonly predictions?: readonly Pick<TextPrediction, 'probabilities'>[]
  /** One a text, an encoder's for example; by the texts' own words unless given. */
  readonly vectors?: readonly Float32Array[]
  readonly seed?: number
}

/**
 * The texts whose labels would teach most: those about which the model is unsure (a small margin between its two best labels, Settles
 * 2009) and that are far from what is labelled and from one another (k-centre, Sener and Savarese 2018): the next is always the one
 * with the highest product of both. The same input gives the same proposals.
 *
 * @returns numbers of texts, the most telling first; fewer than `count` where there are no more
 * @throws LanguageError `bad-option`, `bad-vectors`, `no-texts`
 */
export function proposeToLabel(options: ProposeOptions): number[] {
  const { texts, labelled, count, predictions, seed = 1 } = options
  if (!Number.isInteger(count) || count < 1)
    throw new LanguageError('bad-option', 'count must be a whole number from 1.', { count })
  if (predictions && predictions.length !== texts.length)
    throw new LanguageError(
      'bad-option',
      `${texts.length} texts and ${predictions.length} predictions: pass one a text.`,
    )
  const taken = new Set(labelled)
  const unsure = texts.map((_, i) => (predictions ? 1 - marginOf(predictions[i]?.probabilities ?? []) : 1))
  // Equal texts need one label: the first of them stands for all.
  const first = new Map<string, number>()
  for (const i of [...taken, ...texts.keys()]) {
    const text = (texts[i] as string).trim()
    if (!first.has(text)) first.set(text, i)
  }
  const open = [...texts.keys()].filter((i) => !taken.has(i) && first.get((texts[i] as string).trim()) === i)
  // Among thousands only the least certain can win.
  const candidates = open
    .sort((a, b) => (unsure[b] as number) - (unsure[a] as number) || a - b)
    .slice(0, Math.max(2000, 20 * count))
  if (candidates.length === 0) return []
  const vectors = options.vectors ?? fitLatentVectors(texts, { dimensions: Math.min(50, texts.length), seed })(texts)
  if (vectors.length !== texts.length)
    throw new LanguageError('bad-vectors', `${texts.length} texts and ${vectors.length} vectors: pass one a text.`)
  const distance = new Map(candidates.map((i) => [i, 4]))
  const moveAway = (from: number): void => {
    for (const i of candidates) {
      const own = gap(vectors[i] as Float32Array, vectors[from] as Float32Array)
      if (own < (distance.get(i) as number)) distance.set(i, own)
    }
  }
  for (const i of labelled) moveAway(i)
  const proposed: number[] = []
  while (proposed.length < Math.min(count, candidates.length)) {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (const i of candidates) {
      if (taken.has(i)) continue
      const worth = (unsure[i] as number) * ((distance.get(i) as number) + 1e-6)
      if (worth > most) [best, most] = [i, worth]
    }
    taken.add(best)
    proposed.push(best)
    moveAway(best)
  }
  return proposed
}

function marginOf(probabilities: ArrayLike<number>): number {
  const sorted = Float64Array.from(probabilities).sort()
  return (sorted.at(-1) ?? 0) - (sorted.at(-2) ?? 0)
}

/** Squared distance of unit vectors: 0 for the same, 2 for strangers. */
function gap(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += ((a[k] as number) - (b[k] as number)) ** 2
  return sum
}

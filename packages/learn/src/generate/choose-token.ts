import { LearnError } from '../learn-error.ts'

export interface ChoiceOptions {
  /** 0: the likeliest token. Below 1 likely tokens become likelier, above 1 less so. Default 0. */
  readonly temperature?: number
  /** Only the so many likeliest tokens, and those as likely as the last of them. Default all. */
  readonly topK?: number
  /** Only the likeliest tokens that together reach this probability (Holtzman et al. 2020). Default 1: all. */
  readonly topP?: number
  /**
   * Logits of tokens that were there are divided by it where above 0, and multiplied where below (Keskar et al. 2019).
   * Default 1: nothing.
   */
  readonly repetitionPenalty?: number
}

/** @throws LearnError `bad-option` */
export function checkChoice({ temperature = 0, topK = 1, topP = 1, repetitionPenalty = 1 }: ChoiceOptions): void {
  if (!(temperature >= 0 && temperature <= 100))
    throw new LearnError('bad-option', 'A temperature is from 0 to 100.', { temperature })
  if (!(Number.isInteger(topK) && topK >= 1))
    throw new LearnError('bad-option', 'topK is a whole number above 0.', { topK })
  if (!(topP > 0 && topP <= 1)) throw new LearnError('bad-option', 'topP is above 0 and at most 1.', { topP })
  if (!(repetitionPenalty > 0 && repetitionPenalty <= 100))
    throw new LearnError('bad-option', 'repetitionPenalty is above 0 and at most 100.', { repetitionPenalty })
}

/**
 * The next token of a text: the likeliest one, or drawn.
 *
 * @param logits one number for each token
 * @param before the text so far
 * @param allowed the only tokens that may come; undefined: all
 * @param random numbers from 0 to below 1
 * @throws LearnError `not-finite` when a logit is no number, `bad-value` when no token is allowed or one is out of range
 */
export function chooseToken(
  logits: Float32Array,
  before: readonly number[],
  options: ChoiceOptions,
  allowed: ReadonlySet<number> | undefined,
  random: () => number,
): number {
  const scores = scoresOf(logits, before, options, allowed)
  if ((options.temperature ?? 0) === 0) return likeliest(scores)
  const probabilities = probabilitiesOf(scores, options)
  let left = random()
  let last = 0
  for (const [token, p] of probabilities.entries()) {
    if (p === 0) continue
    last = token
    left -= p
    if (left < 0) return token
  }
  // Rounding left a little over: it is the last one's.
  return last
}

/** The probabilities that `chooseToken` draws from, with a temperature of 1 where none is given. */
export function tokenProbabilities(
  logits: Float32Array,
  before: readonly number[],
  options: ChoiceOptions = {},
  allowed?: ReadonlySet<number>,
): Float64Array {
  return probabilitiesOf(scoresOf(logits, before, options, allowed), options)
}

const never = Number.NEGATIVE_INFINITY

function scoresOf(
  logits: Float32Array,
  before: readonly number[],
  { repetitionPenalty = 1 }: ChoiceOptions,
  allowed: ReadonlySet<number> | undefined,
): Float64Array {
  if (!logits.every((score) => score < Number.POSITIVE_INFINITY))
    throw new LearnError('not-finite', 'The decoder’s logits are no numbers: its parameters are broken.')
  const scores = Float64Array.from(logits)
  if (repetitionPenalty !== 1)
    for (const token of new Set(before)) {
      const score = scores[token]
      if (score !== undefined) scores[token] = score > 0 ? score / repetitionPenalty : score * repetitionPenalty
    }
  if (!allowed) return scores
  if (allowed.size === 0) throw new LearnError('bad-value', 'No token is allowed to come next: allow at least one.')
  const kept = new Float64Array(scores.length).fill(never)
  for (const token of allowed) {
    if (!(Number.isInteger(token) && token >= 0 && token < scores.length))
      throw new LearnError('bad-value', `${token} is allowed, but tokens go from 0 to ${scores.length - 1}.`, { token })
    kept[token] = scores[token] as number
  }
  return kept
}

function likeliest(scores: Float64Array): number {
  let best = 0
  for (const [token, score] of scores.entries()) if (score > (scores[best] as number)) best = token
  return best
}

/** Softmax of the scores over the tokens that topK and then topP leave. */
function probabilitiesOf(scores: Float64Array, { temperature = 1, topK, topP = 1 }: ChoiceOptions): Float64Array {
  const n = scores.length
  const lowest = topK !== undefined && topK < n ? (scores.toSorted()[n - topK] as number) : never
  const highest = scores[likeliest(scores)] as number
  const weights = scores.map((score) => (score < lowest ? 0 : Math.exp((score - highest) / (temperature || 1))))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (topP === 1) return weights.map((weight) => weight / total)
  // Tokens each below (1 − topP) / n are less than 1 − topP together: they go without being put in order.
  const rest = (1 - topP) * total
  const order = [...weights.keys()].filter((token) => (weights[token] as number) >= rest / n)
  order.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b)
  const kept = new Float64Array(n)
  let reached = 0
  for (const token of order) {
    const weight = weights[token] as number
    kept[token] = weight
    reached += weight
    if (reached >= topP * total) break
  }
  return kept.map((weight) => weight / reached)
}

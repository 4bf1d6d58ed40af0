import { LearnError } from '../learn-error.ts'
import { unit } from './unit.ts'

/**
 * How it is told that a text belongs to none of the classes; larger: less likely to belong to one.
 *
 * - `softmax`: 1 − the probability of the likeliest class (Hendrycks and Gimpel 2017)
 * - `energy`: −log Σ e^logit (Liu et al. 2020)
 * - `distance`: the square of the Mahalanobis distance of the text's vector to the nearest mean of a class, with one
 *   covariance for all classes (Lee et al. 2018)
 * - `nearest`: 1 − the cosine to the k-th nearest text that was learnt (Sun et al. 2022)
 */
export type ScopeKind = 'softmax' | 'energy' | 'distance' | 'nearest'

/** What was learnt about where texts of the classes lie. */
export type Scope =
  | { readonly kind: 'softmax' }
  | { readonly kind: 'energy' }
  | {
      readonly kind: 'distance'
      /** [classes × width], of the classes that have texts, whitened */
      readonly means: Float32Array
      /** [width × width], lower triangle: times a vector it has no correlations within a class */
      readonly whitening: Float32Array
    }
  | {
      readonly kind: 'nearest'
      /** [texts × width], each 1 long */
      readonly vectors: Float32Array
      readonly neighbours: number
    }

export interface Judged {
  readonly logits: Float32Array
  /** The mean of the vectors of its tokens. */
  readonly vector: Float32Array
}

/**
 * Learns where the texts of the classes lie.
 *
 * @param vectors of texts that were learnt
 * @param labels class of each
 * @throws LearnError `bad-value` without texts
 */
export function fitScope(
  kind: ScopeKind,
  vectors: readonly Float32Array[],
  labels: readonly number[],
  { neighbours = 1 }: { readonly neighbours?: number } = {},
): Scope {
  if (kind === 'softmax' || kind === 'energy') return { kind }
  const width = vectors[0]?.length ?? 0
  if (width === 0 || vectors.length !== labels.length)
    throw new LearnError('bad-value', 'What belongs to the classes is learnt from texts with labels.')
  if (kind === 'nearest') {
    const rows = new Float32Array(vectors.length * width)
    for (const [i, vector] of vectors.entries()) rows.set(unit(vector), i * width)
    return { kind, vectors: rows, neighbours }
  }
  const means = meansOf(vectors, labels, width)
  const whitening = whiteningOf(vectors, labels, means, width)
  const met = [...new Set(labels)]
  const white = new Float32Array(met.length * width)
  for (const [i, label] of met.entries())
    white.set(whitened(Float32Array.from(means.subarray(label * width, (label + 1) * width)), whitening), i * width)
  return { kind, means: white, whitening }
}

/** The score of one text; larger: less likely to belong to any class. */
export function outOfScope(scope: Scope, { logits, vector }: Judged): number {
  if (scope.kind === 'softmax' || scope.kind === 'energy') {
    const total = logSumExp(logits)
    return scope.kind === 'energy' ? -total : 1 - Math.exp(Math.max(...logits) - total)
  }
  const width = vector.length
  if (scope.kind === 'nearest') {
    const own = unit(vector)
    const nearest: number[] = new Array(scope.neighbours).fill(Number.NEGATIVE_INFINITY)
    for (let at = 0; at < scope.vectors.length; at += width) {
      let cosine = 0
      for (let i = 0; i < width; i++) cosine += (scope.vectors[at + i] as number) * (own[i] as number)
      if (cosine <= (nearest.at(-1) as number)) continue
      nearest[nearest.length - 1] = cosine
      nearest.sort((a, b) => b - a)
    }
    return 1 - (nearest.findLast((cosine) => cosine > Number.NEGATIVE_INFINITY) ?? -1)
  }
  const white = whitened(vector, scope.whitening)
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < scope.means.length; at += width) {
    let sum = 0
    for (let i = 0; i < width; i++) sum += ((white[i] as number) - (scope.means[at + i] as number)) ** 2
    if (sum < least) least = sum
  }
  return least
}

function logSumExp(logits: Float32Array): number {
  const top = Math.max(...logits)
  return top + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - top), 0))
}

/** [classes × width] */
function meansOf(vectors: readonly Float32Array[], labels: readonly number[], width: number): Float64Array {
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1
  const means = new Float64Array(classes * width)
  const counts = new Float64Array(classes)
  for (const [i, vector] of vectors.entries()) {
    const label = labels[i] as number
    counts[label] = (counts[label] as number) + 1
    for (let j = 0; j < width; j++)
      means[label * width + j] = (means[label * width + j] as number) + (vector[j] as number)
  }
  for (let at = 0; at < means.length; at++)
    means[at] = (means[at] as number) / Math.max(1, counts[Math.floor(at / width)] as number)
  return means
}

/** A tenth of the covariance is that of a ball with the same trace, so that few texts give one that can be inverted. */
const shrinkage = 0.1

/** The inverse of the Cholesky factor of the covariance within classes. */
function whiteningOf(
  vectors: readonly Float32Array[],
  labels: readonly number[],
  means: Float64Array,
  width: number,
): Float32Array {
  const covariance = new Float64Array(width * width)
  const gap = new Float64Array(width)
  for (const [n, vector] of vectors.entries()) {
    const at = (labels[n] as number) * width
    for (let i = 0; i < width; i++) gap[i] = (vector[i] as number) - (means[at + i] as number)
    for (let i = 0; i < width; i++) {
      const own = gap[i] as number
      const row = i * width
      for (let j = 0; j <= i; j++) covariance[row + j] = (covariance[row + j] as number) + own * (gap[j] as number)
    }
  }
  let trace = 0
  for (let i = 0; i < width; i++) trace += (covariance[i * width + i] as number) / vectors.length
  const ball = trace > 0 ? trace / width : 1
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const at = i * width + j
      covariance[at] =
        ((1 - shrinkage) * (covariance[at] as number)) / vectors.length + (i === j ? shrinkage * ball : 0)
    }
  return invertedLower(cholesky(covariance, width), width)
}

/** In place: the lower triangle L with L Lᵀ = a. */
function cholesky(a: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j] as number
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] as number) * (a[j * n + k] as number)
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / (a[j * n + j] as number)
    }
  return a
}

function invertedLower(l: Float64Array, n: number): Float32Array {
  const inverse = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    inverse[j * n + j] = 1 / (l[j * n + j] as number)
    for (let i = j + 1; i < n; i++) {
      let sum = 0
      for (let k = j; k < i; k++) sum -= (l[i * n + k] as number) * (inverse[k * n + j] as number)
      inverse[i * n + j] = sum / (l[i * n + i] as number)
    }
  }
  return Float32Array.from(inverse)
}

function whitened(vector: Float32Array, whitening: Float32Array): Float32Array {
  const n = vector.length
  return Float32Array.from({ length: n }, (_, i) => {
    let sum = 0
    for (let j = 0; j <= i; j++) sum += (whitening[i * n + j] as number) * (vector[j] as number)
    return sum
  })
}

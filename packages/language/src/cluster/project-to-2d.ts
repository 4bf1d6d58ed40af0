import { createRandom } from '@attune/learn'
import { checkMatrix } from './check-matrix.ts'

export interface Projection {
  /** rows × 2. */
  readonly points: Float32Array
  /** Share of the variance along either axis. */
  readonly explained: readonly [first: number, second: number]
  /** 2 × dimensions: the axes. */
  readonly axes: Float64Array
}

/**
 * Where rows lie on a map: their first two principal components, by power iteration on the covariance (which is never built) with
 * the first axis taken out before the second. The largest entry of an axis is positive, so that a map does not flip.
 *
 * @param vectors rows × dimensions
 * @throws LanguageError `bad-vectors`
 */
export function projectTo2d(
  vectors: Float32Array,
  { dimensions: d, seed = 1 }: { readonly dimensions: number; readonly seed?: number },
): Projection {
  const rows = checkMatrix(vectors, d)
  const mean = new Float64Array(d)
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < d; k++) (mean[k] as number) += (vectors[i * d + k] as number) / rows
  let variance = 0
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < d; k++) variance += ((vectors[i * d + k] as number) - (mean[k] as number)) ** 2 / rows
  const axes = new Float64Array(2 * d)
  const points = new Float32Array(2 * rows)
  const explained: [number, number] = [0, 0]
  const random = createRandom(seed, 'project')
  for (let axis = 0; axis < Math.min(2, d); axis++) {
    const { direction, value } = powerIteration(vectors, mean, axes.subarray(0, axis * d), d, random)
    axes.set(direction, axis * d)
    explained[axis] = variance === 0 ? 0 : value / variance
    for (let i = 0; i < rows; i++) {
      let at = 0
      for (let k = 0; k < d; k++)
        at += ((vectors[i * d + k] as number) - (mean[k] as number)) * (direction[k] as number)
      points[2 * i + axis] = at
    }
  }
  return { points, explained, axes }
}

function powerIteration(
  vectors: Float32Array,
  mean: Float64Array,
  before: Float64Array,
  d: number,
  random: () => number,
): { readonly direction: Float64Array; readonly value: number } {
  const rows = vectors.length / d
  let direction = Float64Array.from({ length: d }, () => random() - 0.5)
  let value = 0
  for (let round = 0; round < 500; round++) {
    orthogonalise(direction, before, d)
    const length = Math.hypot(...direction)
    if (length < 1e-300) return { direction: new Float64Array(d), value: 0 }
    direction = direction.map((own) => own / length)
    const next = new Float64Array(d)
    for (let i = 0; i < rows; i++) {
      let at = 0
      for (let k = 0; k < d; k++)
        at += ((vectors[i * d + k] as number) - (mean[k] as number)) * (direction[k] as number)
      for (let k = 0; k < d; k++)
        (next[k] as number) += (at * ((vectors[i * d + k] as number) - (mean[k] as number))) / rows
    }
    orthogonalise(next, before, d)
    const found = next.reduce((sum, own, k) => sum + own * (direction[k] as number), 0)
    const gap = Math.hypot(...next.map((own, k) => own - found * (direction[k] as number)))
    value = found
    if (gap <= 1e-9 * Math.max(found, 1e-300)) break
    direction = next
  }
  const length = Math.hypot(...direction)
  const largest = direction.reduce((best, own) => (Math.abs(own) > Math.abs(best) ? own : best), 0)
  const scale = length === 0 ? 0 : Math.sign(largest) / length
  return { direction: direction.map((own) => own * scale), value: Math.max(0, value) }
}

function orthogonalise(direction: Float64Array, before: Float64Array, d: number): void {
  for (let at = 0; at < before.length; at += d) {
    let along = 0
    for (let k = 0; k < d; k++) along += (direction[k] as number) * (before[at + k] as number)
    for (let k = 0; k < d; k++) (direction[k] as number) -= along * (before[at + k] as number)
  }
}

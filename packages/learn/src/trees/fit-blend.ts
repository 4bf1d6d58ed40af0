/** How raw scores of trees and of linear models become one calibrated log-odds: trees · a + linear · b + offset. */
export interface Blend {
  readonly trees: number
  readonly linear: number
  readonly offset: number
}

/**
 * Stacking (Wolpert 1992) of both scores of rows left out, by logistic regression against Platt’s targets, with neither weight
 * below 0: where one adds nothing, it has no say.
 *
 * @param linear undefined: there are none
 */
export function fitBlend(trees: Float64Array, linear: Float64Array | undefined, labels: ArrayLike<number>): Blend {
  return blendOf([{ name: 'trees', raw: trees }, ...(linear ? [{ name: 'linear' as const, raw: linear }] : [])], labels)
}

interface Scores {
  readonly name: 'trees' | 'linear'
  readonly raw: Float64Array
}

function blendOf(scores: readonly Scores[], labels: ArrayLike<number>): Blend {
  const weights = stacked(
    scores.map(({ raw }) => raw),
    labels,
  )
  const wrong = scores.findIndex((_, i) => (weights[i] as number) < 0)
  if (wrong !== -1) return blendOf(scores.toSpliced(wrong, 1), labels)
  const named = Object.fromEntries(scores.map(({ name }, i) => [name, weights[i] as number]))
  return { trees: 0, linear: 0, ...named, offset: weights[scores.length] as number }
}

/** Weights of the scores, then the offset. */
function stacked(scores: readonly Float64Array[], labels: ArrayLike<number>): Float64Array {
  const n = labels.length
  const positives = Array.from(labels).reduce((sum, label) => sum + label, 0)
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (n - positives + 2)
  const columns = [...scores, new Float64Array(n).fill(1)]
  const k = columns.length
  const weights = new Float64Array(k)
  const value = (at: number): number =>
    columns.reduce((sum, column, i) => sum + (column[at] as number) * (weights[i] as number), 0)
  for (let round = 0; round < 50; round++) {
    const gradient = new Array<number>(k).fill(0)
    const hessian = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (i === j ? 1e-9 : 0)))
    for (let at = 0; at < n; at++) {
      const p = 1 / (1 + Math.exp(-value(at)))
      const gap = (labels[at] === 1 ? high : low) - p
      for (let i = 0; i < k; i++) {
        const own = (columns[i] as Float64Array)[at] as number
        gradient[i] = (gradient[i] as number) + gap * own
        for (let j = 0; j < k; j++) {
          const line = hessian[i] as number[]
          line[j] = (line[j] as number) + p * (1 - p) * own * ((columns[j] as Float64Array)[at] as number)
        }
      }
    }
    const step = eliminate(hessian, gradient)
    for (const [i, one] of step.entries()) weights[i] = (weights[i] as number) + Math.max(-2, Math.min(2, one))
    if (step.every((one) => Math.abs(one) < 1e-8)) break
  }
  return weights
}

/** Gauss–Jordan for up to three unknowns. */
function eliminate(matrix: number[][], right: number[]): number[] {
  const n = right.length
  const rows = matrix.map((row, i) => [...row, right[i] as number])
  for (let i = 0; i < n; i++) {
    const pivot = rows[i] as number[]
    const scale = pivot[i] as number
    for (let j = 0; j <= n; j++) pivot[j] = (pivot[j] as number) / scale
    for (const [at, row] of rows.entries()) {
      const factor = at === i ? 0 : (row[i] as number)
      for (let j = 0; j <= n; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number)
    }
  }
  return rows.map((row) => row[n] as number)
}

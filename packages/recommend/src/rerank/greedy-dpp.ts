export interface DppSelection {
  /** Chosen indexes, in the order they were chosen. */
  readonly chosen: readonly number[]
  /** By how much each choice raised log det L_S. */
  readonly gains: readonly number[]
}

/** Below this share of the first choice's variance nothing new is left: what remains lies in the span of what was chosen. */
const smallestVariance = 1e-10

/**
 * Greedy MAP inference for a determinantal point process: adds, again and again, the index that raises det L_S most, by
 * incremental Cholesky factors (Chen, Zhang and Zhou, NeurIPS 2018, algorithm 1): O(n² · size) rather than O(n⁴ · size).
 *
 * @param size number of candidates
 * @param kernel L, symmetric and positive semi-definite; asked n · size times
 * @param n how many to choose; fewer are chosen where the rank of L is smaller
 */
export function greedyDpp(size: number, kernel: (a: number, b: number) => number, n: number): DppSelection {
  const variances = Float64Array.from({ length: size }, (_, index) => kernel(index, index))
  const rows: Float64Array[] = []
  const chosen: number[] = []
  const gains: number[] = []
  const free = new Uint8Array(size).fill(1)
  let floor = 0
  while (chosen.length < Math.min(n, size)) {
    const next = largest(variances, free)
    const variance = variances[next] as number
    if (chosen.length === 0) floor = variance * smallestVariance
    if (!(variance > floor)) break
    chosen.push(next)
    gains.push(Math.log(variance))
    free[next] = 0
    const scale = Math.sqrt(variance)
    const row = new Float64Array(size)
    for (let index = 0; index < size; index++) {
      if (!free[index]) continue
      let rest = kernel(next, index)
      for (const above of rows) rest -= (above[next] as number) * (above[index] as number)
      const entry = rest / scale
      row[index] = entry
      variances[index] = (variances[index] as number) - entry * entry
    }
    rows.push(row)
  }
  return { chosen, gains }
}

/** The first of the largest that are free; −1 becomes 0 where none is, whose variance ends the search. */
function largest(values: Float64Array, free: Uint8Array): number {
  let best = -1
  for (let index = 0; index < values.length; index++) {
    if (free[index] && (best < 0 || (values[index] as number) > (values[best] as number))) best = index
  }
  return Math.max(best, 0)
}

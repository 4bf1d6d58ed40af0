import { MeasureError, requireFinite } from '../errors.ts'
import { checkObservations, type Observations } from './observations.ts'

/**
 * Harrell’s C (1982): among pairs of whom it is known who had the event first, the share in which that one has the higher score;
 * equal scores count half. A Fenwick tree over the ranks of scores makes it n log n.
 *
 * @param risk higher for who is expected to have the event sooner
 * @returns null where no pair can be compared
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`
 */
export function concordance(observations: Observations, risk: ArrayLike<number>): number | null {
  checkObservations(observations)
  const { time, event } = observations
  const n = time.length
  if (risk.length !== n) throw new MeasureError('out-of-range', 'Give one score for each subject.')
  for (let i = 0; i < n; i++) requireFinite('score', risk[i] as number)
  const distinct = [...new Set(Array.from(risk))].sort((a, b) => a - b)
  const rankOf = new Map(distinct.map((score, i) => [score, i + 1]))
  const tree = new Float64Array(distinct.length + 1)
  const upTo = (rank: number): number => {
    let sum = 0
    for (let at = rank; at > 0; at -= at & -at) sum += tree[at] as number
    return sum
  }
  // Latest first; censored ones of a time before its events, as they outlived them.
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (time[b] as number) - (time[a] as number) || (event[a] as number) - (event[b] as number),
  )
  let [won, pairs, later] = [0, 0, 0]
  for (let at = 0; at < n; ) {
    const first = order[at] as number
    let end = at
    while (end < n && time[order[end] as number] === time[first] && event[order[end] as number] === event[first]) end++
    for (let i = at; i < end && event[first] === 1; i++) {
      const rank = rankOf.get(risk[order[i] as number] as number) as number
      const [below, same] = [upTo(rank - 1), upTo(rank)]
      won += below + (same - below) / 2
      pairs += later
    }
    for (; at < end; at++) {
      later++
      const rank = rankOf.get(risk[order[at] as number] as number) as number
      for (let node = rank; node < tree.length; node += node & -node) tree[node] = (tree[node] as number) + 1
    }
  }
  return pairs > 0 ? won / pairs : null
}

/** Ranks from 1 by rising value; equal values share the mean of theirs. */
export function meanRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  )
  const ranks = new Float64Array(n)
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && values[order[to] as number] === values[order[from] as number]) to++
    for (let at = from; at < to; at++) ranks[order[at] as number] = (from + 1 + to) / 2
  }
  return ranks
}

import { RecommendError } from '../errors.ts'

/**
 * How far two partitions of the same people agree: 2 · I(a; b) / (H(a) + H(b)), the mutual information normalised by the
 * arithmetic mean of the entropies (the default of scikit-learn). 1: the same up to names; 0: independent. Two partitions
 * that both put everybody together agree: 1.
 *
 * @param a label of each person, any whole numbers
 * @param b labels by the other partition; length of `a`
 * @throws RecommendError `columns-differ`; `no-cases` when there is nobody
 */
export function normalisedMutualInformation(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length) throw new RecommendError('columns-differ', 'Both partitions must have one length.')
  if (a.length === 0) throw new RecommendError('no-cases', 'Partitions of nobody cannot be compared.')
  const first = new Map<number, number>()
  const second = new Map<number, number>()
  const both = new Map<number, Map<number, number>>()
  for (const [person, label] of a.entries()) {
    const other = b[person] as number
    count(first, label)
    count(second, other)
    const row = both.get(label) ?? new Map<number, number>()
    both.set(label, row)
    count(row, other)
  }
  const size = a.length
  const entropies = entropy(first, size) + entropy(second, size)
  if (entropies === 0) return 1
  let information = 0
  for (const [label, row] of both) {
    for (const [other, together] of row) {
      const apart = (first.get(label) as number) * (second.get(other) as number)
      information += (together / size) * Math.log((together * size) / apart)
    }
  }
  return Math.min(1, Math.max(0, (2 * information) / entropies))
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function entropy(counts: ReadonlyMap<number, number>, size: number): number {
  let sum = 0
  for (const members of counts.values()) sum -= (members / size) * Math.log(members / size)
  return sum
}

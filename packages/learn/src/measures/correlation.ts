/** Pearson's correlation; 0 where one side does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]): number => x.reduce((sum, one) => sum + one, 0) / x.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [both, ownA, ownB] = [0, 0, 0]
  for (const [i, x] of a.entries()) {
    const [gapA, gapB] = [x - meanA, (b[i] as number) - meanB]
    both += gapA * gapB
    ownA += gapA ** 2
    ownB += gapB ** 2
  }
  return ownA === 0 || ownB === 0 ? 0 : both / Math.sqrt(ownA * ownB)
}

/** Spearman's correlation: Pearson's of the ranks, where equal numbers share the mean of theirs. */
export const rankCorrelation = (a: readonly number[], b: readonly number[]): number => correlation(ranks(a), ranks(b))

function ranks(numbers: readonly number[]): number[] {
  const order = [...numbers.keys()].sort((i, j) => (numbers[i] as number) - (numbers[j] as number))
  const found = new Array<number>(numbers.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && numbers[order[to] as number] === numbers[order[from] as number]) to++
    for (let place = from; place < to; place++) found[order[place] as number] = (from + to + 1) / 2
    from = to
  }
  return found
}

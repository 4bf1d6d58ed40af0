/**
 * The fold of each row: rows of each class are dealt out in a drawn order, so that every fold has its share of every class.
 *
 * @returns numbers from 0 to below `folds`
 */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, random: () => number): Uint8Array {
  const fold = new Uint8Array(labels.length)
  const byClass = Map.groupBy(
    Array.from({ length: labels.length }, (_, i) => i),
    (i) => labels[i] as number,
  )
  let dealt = 0
  for (const [, own] of [...byClass].sort(([a], [b]) => a - b)) {
    for (let i = own.length - 1; i > 0; i--) {
      const other = Math.floor(random() * (i + 1))
      ;[own[i], own[other]] = [own[other] as number, own[i] as number]
    }
    for (const i of own) fold[i] = dealt++ % folds
  }
  return fold
}

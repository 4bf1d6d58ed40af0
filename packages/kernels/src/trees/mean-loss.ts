import { lossOf, type TreeLoss } from './tree-loss.ts'

export interface ScoredRows {
  readonly labels: ArrayLike<number>
  readonly scores: ArrayLike<number>
  /** Of each row; all the same where there are none. */
  readonly weights?: ArrayLike<number> | undefined
}

/** Weighted mean of the loss over rows, in their order. */
export function meanLoss(loss: TreeLoss, { labels, scores, weights }: ScoredRows): number {
  let sum = 0
  let total = 0
  for (let row = 0; row < labels.length; row++) {
    const weight = weights ? (weights[row] as number) : 1
    sum += weight * lossOf(loss, labels[row] as number, scores[row] as number)
    total += weight
  }
  return sum / total
}

import { curvatureOf, meanOf, type TreeLoss } from './tree-loss.ts'
import type { TreesPart } from './trees-input.ts'

/** No further from 0 than this for logistic and Poisson losses, where labels of one kind would ask for infinity. */
const furthest = 14

/**
 * The constant that minimises the loss when it is added to the offsets: Newton's steps from the closed form without
 * offsets.
 */
export function baseScoreOf(
  loss: TreeLoss,
  { labels, weights, offsets }: Pick<TreesPart, 'labels' | 'weights' | 'offsets'>,
): number {
  let sum = 0
  let total = 0
  for (let row = 0; row < labels.length; row++) {
    const weight = weights ? (weights[row] as number) : 1
    sum += weight * ((labels[row] as number) - (loss === 'squared' && offsets ? (offsets[row] as number) : 0))
    total += weight
  }
  const mean = sum / total
  if (loss === 'squared') return mean
  let score = bounded(loss === 'logistic' ? Math.log(mean / (1 - mean)) : Math.log(mean))
  if (!offsets) return score
  for (let step = 0; step < 50; step++) {
    let gradient = 0
    let hessian = 0
    for (let row = 0; row < labels.length; row++) {
      const weight = weights ? (weights[row] as number) : 1
      const expected = meanOf(loss, score + (offsets[row] as number))
      gradient += weight * (expected - (labels[row] as number))
      hessian += weight * curvatureOf(loss, expected)
    }
    const change = hessian > 0 ? Math.min(2, Math.max(-2, gradient / hessian)) : 0
    score = bounded(score - change)
    if (Math.abs(change) < 1e-10) break
  }
  return score
}

function bounded(score: number): number {
  return Math.min(furthest, Math.max(-furthest, score))
}

import { type Split, type SplitTask, splitGain, takeSplit } from './leaf-split.ts'

/**
 * Offers every threshold of a numeric feature to `best`, with missing values on either side. Where a leaf has none, they
 * would go to its larger side. Of equal gains the first stays: the lower threshold, missing values right.
 *
 * @param missing whether the last bin holds missing values
 * @param monotone −1, 0 or 1
 */
export function offerNumericSplits(task: SplitTask, missing: boolean, monotone: number, best: Split): void {
  const { sums, start, bins, leaf } = task
  const known = missing ? bins - 1 : bins
  const last = 3 * (start + known)
  const missingCount = missing ? (sums[last + 2] as number) : 0
  const plain = isPlain(task) && monotone === 0
  scan(task, known, false, plain, monotone, best)
  if (missingCount > 0) {
    scan(task, known, true, plain, monotone, best)
    return
  }
  if (best.feature === task.feature) best.missingLeft = 2 * best.left.count >= leaf.count
}

/** Whether gains are G² / (H + λ), which is quick. */
function isPlain({ leaf, settings }: SplitTask): boolean {
  const { lower, upper } = leaf
  const free = lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY
  return free && settings.l1 === 0 && settings.maxStep === Number.POSITIVE_INFINITY
}

function scan(
  task: SplitTask,
  known: number,
  missingLeft: boolean,
  plain: boolean,
  monotone: number,
  best: Split,
): void {
  const { sums, start, bins, leaf, fixed, settings } = task
  const { minRows, l2 } = settings
  const left = { gradient: 0, hessian: 0, count: 0 }
  if (missingLeft) {
    const at = 3 * (start + bins - 1)
    left.gradient = sums[at] as number
    left.hessian = sums[at + 1] as number
    left.count = sums[at + 2] as number
  }
  let { gradient, hessian, count } = left
  // What the sides must reach before the whole judgement is worth its time; a hair below what takes the lead.
  let sidesAsked = Number.NEGATIVE_INFINITY
  let candidate = sidesAsked
  const perGradient = 1 / fixed.gradient
  const perHessian = 1 / fixed.hessian
  // With missing values right, the last threshold parts what is known from what is not.
  const end = known < bins && !missingLeft ? known : known - 1
  for (let bin = 0; bin < end; bin++) {
    const at = 3 * (start + bin)
    const some = sums[at + 2] as number
    if (some === 0) continue
    gradient += sums[at] as number
    hessian += sums[at + 1] as number
    count += some
    if (count < minRows) continue
    if (leaf.count - count < minRows) break
    if (plain) {
      const g = gradient * perGradient
      const other = (leaf.gradient - gradient) * perGradient
      const sides =
        (g * g) / (hessian * perHessian + l2) + (other * other) / ((leaf.hessian - hessian) * perHessian + l2)
      if (sides < sidesAsked) continue
      candidate = sides - 1e-9 * Math.abs(sides)
    }
    left.gradient = gradient
    left.hessian = hessian
    left.count = count
    const gain = splitGain(task, left, l2, monotone)
    if (gain === Number.NEGATIVE_INFINITY) continue
    sidesAsked = candidate
    if (gain > best.gain) takeSplit(best, task, gain, left, { bin, missingLeft, categories: undefined })
  }
}

import { type Split, type SplitTask, splitGain, takeSplit } from './leaf-split.ts'

/**
 * Offers the best subsets of categories to `best`. Put in order of gradient / hessian, the best subset is one end of the
 * order (Fisher 1958, "On grouping for maximum homogeneity"), so both ends are tried; the other categories, and those
 * with too few rows in the leaf, go right with what is missing, rare or unknown (the last bin).
 */
export function offerCategorySplits(task: SplitTask, best: Split): void {
  const { sums, start, bins, fixed, settings } = task
  const { minCategoryRows, categorySmoothing, maxCategories } = settings
  const ratios = new Float64Array(bins)
  const usable: number[] = []
  for (let bin = 0; bin < bins - 1; bin++) {
    const at = 3 * (start + bin)
    if ((sums[at + 2] as number) < minCategoryRows) continue
    const hessian = (sums[at + 1] as number) / fixed.hessian + categorySmoothing
    ratios[bin] = hessian > 0 ? (sums[at] as number) / fixed.gradient / hessian : 0
    usable.push(bin)
  }
  usable.sort((a, b) => (ratios[a] as number) - (ratios[b] as number) || a - b)
  const l2 = settings.l2 + settings.categoryL2
  for (const order of [usable, usable.toReversed()]) {
    const left = { gradient: 0, hessian: 0, count: 0 }
    for (let taken = 1; taken <= Math.min(order.length, maxCategories); taken++) {
      const at = 3 * (start + (order[taken - 1] as number))
      left.gradient += sums[at] as number
      left.hessian += sums[at + 1] as number
      left.count += sums[at + 2] as number
      const gain = splitGain(task, left, l2, 0)
      if (gain > best.gain) {
        const categories = order.slice(0, taken).sort((a, b) => a - b)
        takeSplit(best, task, gain, left, { bin: 0, missingLeft: false, categories })
      }
    }
  }
}

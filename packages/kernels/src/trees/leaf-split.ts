import type { FixedPoint } from './fixed-point.ts'
import type { TreesSettings } from './trees-parameters.ts'

/** Sums over the rows of a leaf or of a part of it; gradient and hessian in fixed point. */
export interface Sums {
  readonly gradient: number
  readonly hessian: number
  readonly count: number
}

/** A leaf to be split. */
export interface OpenLeaf extends Sums {
  /** Between which its value and those below it must stay, so that monotone features keep their promise. */
  readonly lower: number
  readonly upper: number
}

/** The best way so far to split a leaf. */
export interface Split {
  gain: number
  feature: number
  /** Numeric: bins 0 … bin go left. */
  bin: number
  /** Numeric: where missing values go. */
  missingLeft: boolean
  /** Categorical: bins that go left. */
  categories: readonly number[] | undefined
  left: Sums
  right: Sums
}

export type SplitSettings = Pick<
  TreesSettings,
  | 'l1'
  | 'l2'
  | 'maxStep'
  | 'minRows'
  | 'minHessian'
  | 'minGain'
  | 'minCategoryRows'
  | 'categorySmoothing'
  | 'categoryL2'
  | 'maxCategories'
>

/** Histogram of one feature: [bins × (gradient, hessian, count)], from `start` on. */
export interface FeatureHistogram {
  readonly sums: Float64Array
  readonly start: number
  readonly bins: number
}

/** What is judged, and how. */
export interface SplitTask extends FeatureHistogram {
  readonly feature: number
  readonly leaf: OpenLeaf
  readonly fixed: FixedPoint
  readonly settings: SplitSettings
}

/** The best value of a leaf with gradient G and hessian H before the learning rate: argmin G w + ½ (H + λ) w² + α |w|, within bounds. */
export function leafValue(
  gradient: number,
  hessian: number,
  l2: number,
  settings: SplitSettings,
  leaf: OpenLeaf,
): number {
  const { l1, maxStep } = settings
  const curvature = hessian + l2
  if (!(curvature > 0)) return Math.min(leaf.upper, Math.max(leaf.lower, 0))
  const shrunk = gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0
  const value = Math.min(maxStep, Math.max(-maxStep, -shrunk / curvature))
  return Math.min(leaf.upper, Math.max(leaf.lower, value))
}

/** Twice what a leaf of this value takes off the loss. */
export function leafGain(gradient: number, hessian: number, l2: number, l1: number, value: number): number {
  return -(2 * gradient * value + (hessian + l2) * value * value + 2 * l1 * Math.abs(value))
}

/** A split must gain more than rounding could pretend. */
const noise = 1e-11

/**
 * Twice what a split takes off the loss, or −∞ where it is not allowed: too little on a side, or against a monotone
 * feature.
 *
 * @param l2 λ, with what categories add
 */
export function splitGain(task: SplitTask, left: Sums, l2: number, monotone: number): number {
  const { leaf, fixed, settings } = task
  const rightCount = leaf.count - left.count
  if (left.count < settings.minRows || rightCount < settings.minRows) return Number.NEGATIVE_INFINITY
  const leftG = left.gradient / fixed.gradient
  const leftH = left.hessian / fixed.hessian
  const rightG = (leaf.gradient - left.gradient) / fixed.gradient
  const rightH = (leaf.hessian - left.hessian) / fixed.hessian
  if (leftH < settings.minHessian || rightH < settings.minHessian) return Number.NEGATIVE_INFINITY
  const leftValue = leafValue(leftG, leftH, l2, settings, leaf)
  const rightValue = leafValue(rightG, rightH, l2, settings, leaf)
  if (monotone * (rightValue - leftValue) < 0) return Number.NEGATIVE_INFINITY
  const sides =
    leafGain(leftG, leftH, l2, settings.l1, leftValue) + leafGain(rightG, rightH, l2, settings.l1, rightValue)
  const gradient = leaf.gradient / fixed.gradient
  const hessian = leaf.hessian / fixed.hessian
  const value = leafValue(gradient, hessian, settings.l2, settings, leaf)
  const gain = sides - leafGain(gradient, hessian, settings.l2, settings.l1, value)
  return gain > settings.minGain && gain > noise * Math.abs(sides) ? gain : Number.NEGATIVE_INFINITY
}

export function noSplit(): Split {
  const nothing = { gradient: 0, hessian: 0, count: 0 }
  return {
    gain: Number.NEGATIVE_INFINITY,
    feature: -1,
    bin: 0,
    missingLeft: false,
    categories: undefined,
    left: nothing,
    right: nothing,
  }
}

/** Makes `best` this split of the task. */
export function takeSplit(
  best: Split,
  { leaf, feature }: SplitTask,
  gain: number,
  left: Sums,
  how: Pick<Split, 'bin' | 'missingLeft' | 'categories'>,
): void {
  best.gain = gain
  best.feature = feature
  best.left = { ...left }
  best.right = {
    gradient: leaf.gradient - left.gradient,
    hessian: leaf.hessian - left.hessian,
    count: leaf.count - left.count,
  }
  best.bin = how.bin
  best.missingLeft = how.missingLeft
  best.categories = how.categories
}

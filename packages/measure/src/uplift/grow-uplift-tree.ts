import { type Rng, shuffle } from '../random.ts'
import { type ArmCounts, type DivergenceName, splitGain } from './divergence.ts'
import type { CutFeatures } from './feature-cuts.ts'

/** A tree as plain arrays, its root first. */
export interface UpliftTree {
  /** [nodes]: feature that decides, −1 for a leaf. */
  readonly feature: readonly number[]
  /** [nodes]: values up to this go left. */
  readonly threshold: readonly number[]
  /** [nodes]: children; 0 for a leaf. */
  readonly left: readonly number[]
  readonly right: readonly number[]
  /** [nodes]: uplift of those who end there. */
  readonly uplift: readonly number[]
}

export interface GrowOptions {
  readonly criterion: DivergenceName
  readonly maxDepth: number
  /** Units of each arm in a leaf at least. */
  readonly minUnits: number
  /** Features that each node may choose from. */
  readonly featuresAtNode: number
  /** Units by which chances of a node are pulled towards those of its parent. */
  readonly strength: number
  readonly rng: Rng
}

interface Growing {
  readonly feature: number[]
  readonly threshold: number[]
  readonly left: number[]
  readonly right: number[]
  readonly uplift: number[]
}

/** [units]: 2 for a treated unit, and 1 more for a responder. */
export type UnitKinds = Uint8Array

/**
 * One tree whose splits win the most divergence. With `estimating` units of its own, the tree is honest (Athey & Imbens 2016): they
 * say what the leaves hold, and had no say in the splits.
 *
 * @param splitting numbers of units that choose the splits
 * @param estimating numbers of units that fill the leaves
 */
export function growUpliftTree(
  kinds: UnitKinds,
  features: CutFeatures,
  { splitting, estimating }: { readonly splitting: Int32Array; readonly estimating: Int32Array },
  options: GrowOptions,
): UpliftTree {
  const tree: Growing = { feature: [], threshold: [], left: [], right: [], uplift: [] }
  const [splits, judges] = [Int32Array.from(splitting), Int32Array.from(estimating)]
  const grow = (units: Int32Array, judging: Int32Array, parent: number, depth: number): number => {
    const uplift = upliftOf(countArms(kinds, judging), parent, options.strength)
    const node = tree.feature.push(-1) - 1
    tree.threshold.push(0)
    tree.left.push(0)
    tree.right.push(0)
    tree.uplift.push(uplift)
    const split = depth < options.maxDepth ? bestSplit(kinds, features, units, options) : undefined
    if (split === undefined) return node
    const bins = features.bins[split.feature] as Uint8Array
    const isLeft = (unit: number): boolean => (bins[unit] as number) <= split.bin
    const [cut, judgingCut] = [partition(units, isLeft), partition(judging, isLeft)]
    tree.feature[node] = split.feature
    tree.threshold[node] = features.cuts[split.feature]?.[split.bin] ?? 0
    tree.left[node] = grow(units.subarray(0, cut), judging.subarray(0, judgingCut), uplift, depth + 1)
    tree.right[node] = grow(units.subarray(cut), judging.subarray(judgingCut), uplift, depth + 1)
    return node
  }
  grow(splits, judges, upliftOf(countArms(kinds, judges), 0, 0), 0)
  return tree
}

/** Brings those that go left to the front, in place; returns how many they are. */
function partition(units: Int32Array, isLeft: (unit: number) => boolean): number {
  let front = 0
  for (let place = 0; place < units.length; place++) {
    const unit = units[place] as number
    if (!isLeft(unit)) continue
    units[place] = units[front] as number
    units[front++] = unit
  }
  return front
}

function countArms(kinds: UnitKinds, units: Int32Array): ArmCounts {
  const counts = new Int32Array(4)
  for (let place = 0; place < units.length; place++) {
    const kind = kinds[units[place] as number] as number
    counts[kind] = (counts[kind] as number) + 1
  }
  return armsAt(counts, 0)
}

/** The four counts of a bin, silent and responding units of the control and of the treated. */
function armsAt(counts: Int32Array, at: number): ArmCounts {
  const controlYes = counts[at + 1] as number
  const treatedYes = counts[at + 3] as number
  return {
    treated: (counts[at + 2] as number) + treatedYes,
    treatedYes,
    control: (counts[at] as number) + controlYes,
    controlYes,
  }
}

/** Where one of the arms is missing, the parent's. Otherwise pulled towards it, as by `strength` units. */
function upliftOf({ treated, treatedYes, control, controlYes }: ArmCounts, parent: number, strength: number): number {
  if (treated === 0 || control === 0) return parent
  const share = (treated + control) / (treated + control + strength)
  return share * (treatedYes / treated - controlYes / control) + (1 - share) * parent
}

interface Split {
  readonly feature: number
  /** Bins up to it go left. */
  readonly bin: number
}

function bestSplit(
  kinds: UnitKinds,
  { cuts, bins }: CutFeatures,
  units: Int32Array,
  { criterion, minUnits, featuresAtNode, strength, rng }: GrowOptions,
): Split | undefined {
  const whole = countArms(kinds, units)
  if (whole.treated < 2 * minUnits || whole.control < 2 * minUnits) return undefined
  const columns = cuts.length
  const drawn = Array.from({ length: columns }, (_, feature) => feature)
  if (featuresAtNode < columns) shuffle(drawn, rng)
  let best: Split | undefined
  let most = 1e-12
  for (const feature of drawn.slice(0, featuresAtNode)) {
    const width = (cuts[feature]?.length ?? 0) + 1
    const counts = new Int32Array(width * 4)
    const own = bins[feature] as Uint8Array
    for (let place = 0; place < units.length; place++) {
      const unit = units[place] as number
      const at = (own[unit] as number) * 4 + (kinds[unit] as number)
      counts[at] = (counts[at] as number) + 1
    }
    let left = { treated: 0, treatedYes: 0, control: 0, controlYes: 0 }
    for (let bin = 0; bin + 1 < width; bin++) {
      const more = armsAt(counts, bin * 4)
      left = {
        treated: left.treated + more.treated,
        treatedYes: left.treatedYes + more.treatedYes,
        control: left.control + more.control,
        controlYes: left.controlYes + more.controlYes,
      }
      if (left.treated < minUnits || left.control < minUnits) continue
      if (whole.treated - left.treated < minUnits || whole.control - left.control < minUnits) break
      const gain = splitGain(criterion, whole, left, strength)
      if (gain > most) [best, most] = [{ feature, bin }, gain]
    }
  }
  return best
}

import { MeasureError } from '../errors.ts'

/** One bin of a sketch: values from above `from` to `to`. */
export interface SketchBin {
  /** Key: the sign and the power of the base. 0 is the value zero. */
  readonly key: number
  readonly count: number
  readonly sum: number
  readonly sumSquares: number
}

/** Values as counts and sums in bins whose width is a fixed share of the value; sketches of parts can be added up. */
export interface ValueSketch {
  /** Quantiles are right to this share of the value. */
  readonly accuracy: number
  /** Ascending by value. */
  readonly bins: readonly SketchBin[]
}

/**
 * Sorts values into logarithmic bins (DDSketch; Masson, Rim & Lee 2019), each with its count, sum and sum of squares,
 * so that quantiles come out within `accuracy` and sums under a cap come out exactly.
 *
 * @param accuracy relative, between 0 and 1. Default .01
 * @throws MeasureError `not-finite` where a value is no finite number, `out-of-range`
 */
export function sketchValues(values: Iterable<number>, accuracy: number = 0.01): ValueSketch {
  const gamma = baseOf(accuracy)
  const logBase = Math.log(gamma)
  const bins = new Map<number, SketchBin>()
  for (const value of values) {
    if (!Number.isFinite(value)) throw new MeasureError('not-finite', 'Values must be finite numbers.')
    const key = keyOf(value, logBase)
    add(bins, { key, count: 1, sum: value, sumSquares: value * value })
  }
  return { accuracy, bins: ascending(bins) }
}

/** @throws MeasureError `out-of-range` where the sketches have different accuracies */
export function addSketches(sketches: readonly ValueSketch[]): ValueSketch {
  const [first] = sketches
  if (first === undefined) return { accuracy: 0.01, bins: [] }
  const bins = new Map<number, SketchBin>()
  for (const { accuracy, bins: own } of sketches) {
    if (accuracy !== first.accuracy)
      throw new MeasureError('out-of-range', 'Only sketches of the same accuracy can be added.')
    for (const bin of own) add(bins, bin)
  }
  return { accuracy: first.accuracy, bins: ascending(bins) }
}

/**
 * The upper edge of the bin in which the quantile lies: at or above it, by at most twice `accuracy`.
 * @throws MeasureError `out-of-range`, `too-few`
 */
export function sketchQuantile({ accuracy, bins }: ValueSketch, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new MeasureError('out-of-range', 'p must lie in [0, 1].')
  const total = bins.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) throw new MeasureError('too-few', 'A quantile needs at least one value.')
  const gamma = baseOf(accuracy)
  let seen = 0
  for (const bin of bins) {
    seen += bin.count
    if (seen >= p * total) return upperEdge(bin.key, gamma)
  }
  return upperEdge(bins.at(-1)?.key ?? 0, gamma)
}

export interface WinsorisedSums {
  readonly units: number
  readonly sum: number
  readonly sumSquares: number
}

/**
 * Count, sum and sum of squares with every value above the cap counted as the cap. Exact where the cap is an upper edge
 * of the sketch's bins, as `sketchQuantile` gives it.
 *
 * @param cap one for all arms, from the quantile of all arms' sketches together: a cap of its own would hide an effect
 */
export function winsorisedSums({ accuracy, bins }: ValueSketch, cap: number): WinsorisedSums {
  const gamma = baseOf(accuracy)
  let [units, sum, sumSquares] = [0, 0, 0]
  for (const bin of bins) {
    const over = upperEdge(bin.key, gamma) > cap * (cap > 0 ? 1 + 1e-12 : 1 - 1e-12)
    units += bin.count
    sum += over ? bin.count * Math.min(cap, bin.sum / bin.count) : bin.sum
    sumSquares += over ? bin.count * Math.min(cap, bin.sum / bin.count) ** 2 : bin.sumSquares
  }
  return { units, sum, sumSquares }
}

function baseOf(accuracy: number): number {
  if (!(accuracy >= 0.0005 && accuracy < 1))
    throw new MeasureError('out-of-range', 'accuracy must lie between .0005 and 1.')
  return (1 + accuracy) / (1 - accuracy)
}

/** Powers are moved away from zero so that the sign can carry the value's; at an accuracy of .0005 the powers of all doubles stay below. */
const offset = 1 << 22

function keyOf(value: number, logBase: number): number {
  if (value === 0) return 0
  const power = Math.log(Math.abs(value)) / logBase
  // Of negative values the upper edge is the one nearer to zero.
  return value > 0 ? Math.ceil(power - 1e-9) + offset : -(Math.floor(power + 1e-9) + offset)
}

function upperEdge(key: number, gamma: number): number {
  if (key === 0) return 0
  return key > 0 ? gamma ** (key - offset) : -(gamma ** (-key - offset))
}

function add(bins: Map<number, SketchBin>, { key, count, sum, sumSquares }: SketchBin): void {
  const own = bins.get(key)
  bins.set(key, {
    key,
    count: count + (own?.count ?? 0),
    sum: sum + (own?.sum ?? 0),
    sumSquares: sumSquares + (own?.sumSquares ?? 0),
  })
}

const ascending = (bins: ReadonlyMap<number, SketchBin>): readonly SketchBin[] =>
  [...bins.values()].sort((a, b) => a.key - b.key)

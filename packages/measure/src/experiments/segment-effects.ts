import { chiSquaredUpperTail } from '../chi-squared.ts'
import { MeasureError, requireLevel } from '../errors.ts'
import { normalQuantile } from '../normal.ts'

/** An effect in one segment, from an analysis of that segment alone. */
export interface SegmentEffect {
  readonly segment: string
  readonly value: number
  readonly standardError: number
}

export interface ShrunkEffect extends SegmentEffect {
  /** Drawn towards the mean of all segments by how unsure the segment is. */
  readonly shrunk: { readonly value: number; readonly low: number; readonly high: number }
  /** 0: the segment's own; 1: the common mean. */
  readonly shrinkage: number
}

export interface SegmentEffects {
  readonly segments: readonly ShrunkEffect[]
  /** Precision-weighted mean, with its standard error. */
  readonly mean: number
  readonly standardError: number
  /** Variance of true effects between segments; 0 where the differences are what chance makes. */
  readonly betweenVariance: number
  /** Cochran's Q: whether effects differ between segments at all (the interaction). Null with one segment. */
  readonly interaction: { readonly q: number; readonly degreesOfFreedom: number; readonly p: number } | null
}

/**
 * Effects by segment with empirical-Bayes shrinkage (Morris 1983): the largest of many noisy effects is large mostly by
 * noise, and shrinking says what is left of it. The variance between segments is Paule & Mandel's. From four segments on
 * Morris's corrections count that this variance and the common mean are estimated (his equations 1.16 to 1.19).
 *
 * @throws MeasureError `too-few` without segments, `out-of-range`
 */
export function segmentEffects(effects: readonly SegmentEffect[], level: number = 0.95): SegmentEffects {
  requireLevel(level)
  if (effects.length === 0) throw new MeasureError('too-few', 'Give at least one segment.')
  for (const { value, standardError } of effects)
    if (!Number.isFinite(value) || !(standardError > 0 && Number.isFinite(standardError)))
      throw new MeasureError('out-of-range', 'Effects must be finite and their standard errors above 0.')
  const between = betweenVariance(effects)
  const { mean, precision } = weighted(effects, between)
  const z = normalQuantile(0.5 + level / 2)
  const k = effects.length
  const correction = k > 3 ? (k - 3) / (k - 1) : 1
  const segments = effects.map((effect): ShrunkEffect => {
    const own = effect.standardError ** 2
    const shrinkage = (correction * own) / (own + between)
    const value = shrinkage * mean + (1 - shrinkage) * effect.value
    const ofShrinkage = k > 3 ? (2 / (k - 3)) * shrinkage ** 2 * (effect.value - mean) ** 2 : 0
    const half = z * Math.sqrt((1 - shrinkage) * own + shrinkage ** 2 / precision + ofShrinkage)
    return { ...effect, shrunk: { value, low: value - half, high: value + half }, shrinkage }
  })
  return {
    segments,
    mean,
    standardError: Math.sqrt(1 / precision),
    betweenVariance: between,
    interaction: interaction(effects),
  }
}

function weighted(
  effects: readonly SegmentEffect[],
  between: number,
): { readonly mean: number; readonly precision: number } {
  let [sum, precision] = [0, 0]
  for (const { value, standardError } of effects) {
    const weight = 1 / (standardError ** 2 + between)
    sum += weight * value
    precision += weight
  }
  return { mean: sum / precision, precision }
}

function spread(effects: readonly SegmentEffect[], between: number): number {
  const { mean } = weighted(effects, between)
  return effects.reduce((q, { value, standardError }) => q + (value - mean) ** 2 / (standardError ** 2 + between), 0)
}

/** The variance at which effects are spread as widely as they should be (Paule & Mandel 1982), by halving. */
function betweenVariance(effects: readonly SegmentEffect[]): number {
  const expected = effects.length - 1
  if (spread(effects, 0) <= expected) return 0
  let low = 0
  let high = Math.max(...effects.map(({ standardError }) => standardError)) ** 2
  while (spread(effects, high) > expected) high *= 2
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (spread(effects, middle) > expected) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function interaction(effects: readonly SegmentEffect[]): SegmentEffects['interaction'] {
  const degreesOfFreedom = effects.length - 1
  if (degreesOfFreedom === 0) return null
  const q = spread(effects, 0)
  return { q, degreesOfFreedom, p: chiSquaredUpperTail(q, degreesOfFreedom) }
}

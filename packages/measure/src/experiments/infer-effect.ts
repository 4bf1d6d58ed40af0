import { normalQuantile } from '../normal.ts'
import { studentQuantile, studentTwoSided } from '../student-t.ts'
import type { SettledOptions } from './analysis-options.ts'
import { confidenceSequence, msprt } from './confidence-sequence.ts'
import type { EstimatedEffect } from './estimate-effect.ts'
import { gaussianPosterior } from './gaussian-posterior.ts'
import type { Effect, TreatmentResult } from './metric-analysis.ts'

/** An effect with what the method says of it. */
export interface InferredEffect {
  readonly effect: Effect
  readonly chanceToWin: number | null
  readonly expectedLoss: TreatmentResult['expectedLoss']
  readonly minimumDetectableEffect: number | null
}

/** What a method adds to an estimated effect; `bounds` are those of a group-sequential design, worked out once. */
export function inferEffect(
  estimated: EstimatedEffect,
  scale: 'absolute' | 'relative',
  options: SettledOptions,
  bounds: readonly number[],
): InferredEffect {
  return withoutInfinity(infer(estimated, scale, options, bounds))
}

/** Sums near the end of the range of numbers may leave it on the way: what did is not known. */
function withoutInfinity({
  effect,
  chanceToWin,
  expectedLoss,
  minimumDetectableEffect,
}: InferredEffect): InferredEffect {
  const known = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null)
  const [low, high] = [known(effect.low), known(effect.high)]
  const losses = expectedLoss && Object.values(expectedLoss).every(Number.isFinite)
  return {
    effect: {
      value: effect.value,
      low: high === null ? null : low,
      high: low === null ? null : high,
      standardError: known(effect.standardError),
      p: known(effect.p),
    },
    chanceToWin: known(chanceToWin),
    expectedLoss: losses ? expectedLoss : null,
    minimumDetectableEffect: known(minimumDetectableEffect),
  }
}

function infer(
  estimated: EstimatedEffect,
  scale: 'absolute' | 'relative',
  options: SettledOptions,
  bounds: readonly number[],
): InferredEffect {
  const { value, standardError } = estimated
  const nothing = { chanceToWin: null, expectedLoss: null, minimumDetectableEffect: null }
  if (standardError === null || standardError === 0)
    return { effect: { value, low: null, high: null, standardError, p: null }, ...nothing }
  if (options.method === 'bayesian') return posterior(value, standardError, scale, options)
  const { halfWidth, p } = interval(estimated, standardError, scale, options, bounds)
  return {
    effect: { value, low: value - halfWidth, high: value + halfWidth, standardError, p },
    ...nothing,
    // What is clear is half an interval away from zero; to be found with the given power it must lie further out.
    minimumDetectableEffect: halfWidth + normalQuantile(options.power) * standardError,
  }
}

interface Width {
  readonly halfWidth: number
  readonly p: number | null
}

function interval(
  { value, degreesOfFreedom, units }: EstimatedEffect,
  standardError: number,
  scale: 'absolute' | 'relative',
  options: SettledOptions,
  bounds: readonly number[],
): Width {
  const { level, tuning } = options
  switch (options.method) {
    case 'sequential':
      return confidenceSequence(value, standardError, units, { level, tuning })
    case 'msprt': {
      const tau = scale === options.scale ? options.tau : undefined
      return msprt(value, standardError, { level, tau: tau ?? defaultTau(scale, standardError) })
    }
    case 'group-sequential': {
      // A p value of one look would not count the looks before it: the bound alone says.
      const halfWidth = (bounds.at(-1) ?? 0) * standardError
      return { halfWidth, p: null }
    }
    default: {
      const halfWidth = standardError * studentQuantile(0.5 + level / 2, degreesOfFreedom)
      return { halfWidth, p: studentTwoSided(value / standardError, degreesOfFreedom) }
    }
  }
}

/** A tenth is what effects in marketing come to; in a unit that was not spoken of, twice the error is where the test has power. */
const defaultTau = (scale: 'absolute' | 'relative', standardError: number): number =>
  scale === 'relative' ? 0.1 : 2 * standardError

function posterior(
  value: number,
  standardError: number,
  scale: 'absolute' | 'relative',
  { prior, level, better, power, scale: chosen }: SettledOptions,
): InferredEffect {
  // A prior speaks of effects of one unit only.
  const own = gaussianPosterior(value, standardError, { prior: scale === chosen ? prior : undefined, level })
  const up = better === 'up'
  return {
    effect: { value: own.mean, low: own.low, high: own.high, standardError: own.standardDeviation, p: null },
    chanceToWin: up ? own.chancePositive : 1 - own.chancePositive,
    expectedLoss: {
      ofShipping: up ? own.lossOfTaking : own.lossOfStaying,
      ofStaying: up ? own.lossOfStaying : own.lossOfTaking,
    },
    minimumDetectableEffect: (normalQuantile(0.5 + level / 2) + normalQuantile(power)) * standardError,
  }
}

import { MeasureError, requireLevel } from '../errors.ts'
import type { Interval } from '../interval.ts'
import { type Rng, shuffle } from '../random.ts'
import { studentQuantile, studentTwoSided } from '../student-t.ts'

/** One block of time in which everybody was given the same. */
export interface SwitchbackBlock {
  readonly treated: boolean
  /** Whether another arm went before it, also one that is not among these blocks. Default: whether the block before it says so. */
  readonly afterChange?: boolean
  /** Intervals of the block in order of time, such as its hours: what happened, over how much of it. */
  readonly steps: readonly SwitchbackStep[]
}

export interface SwitchbackStep {
  readonly sum: number
  /** Units, exposures or time; the metric is Σ sum / Σ denominator. */
  readonly denominator: number
}

export interface SwitchbackOptions {
  readonly rng: Rng
  /** Steps left out at the start of a block that follows one of the other arm, while its effect dies away. Default 0. */
  readonly burnIn?: number
  readonly level?: number
  /** Reassignments of the randomisation test. Default 2,000. */
  readonly reassignments?: number
}

export interface SwitchbackEffect {
  /** Mean of treated blocks − mean of the others. */
  readonly effect: Interval
  readonly standardError: number
  /** Two-sided, Student's t with the blocks' correlation in time taken in. */
  readonly p: number
  /** Share of random reassignments of the same number of blocks whose difference is as large. */
  readonly randomizationP: number
  readonly blocks: { readonly treated: number; readonly control: number }
  /** Difference of what was left out as burn-in from what was kept, in treated blocks after a change; null without any. */
  readonly carryOver: number | null
}

/**
 * Effect of a switchback experiment, in which blocks of time and not persons are randomised, since persons share a
 * market (Bojinov, Simchi-Levi & Zhao 2023). Blocks are the observations; a burn-in after each change keeps the other
 * arm's after-effects out; errors count that blocks near each other are alike (Newey & West 1987).
 *
 * @param blocks in order of time
 * @throws MeasureError `too-few` below three blocks an arm, `out-of-range`
 */
export function switchbackEffect(blocks: readonly SwitchbackBlock[], options: SwitchbackOptions): SwitchbackEffect {
  const { rng, burnIn = 0, level = 0.95, reassignments = 2000 } = options
  requireLevel(level)
  if (!(burnIn >= 0)) throw new MeasureError('out-of-range', 'burnIn must not be negative.')
  const observed = blocks.flatMap((block, i) => {
    const value = meanOf(block.steps.slice(isAfterChange(blocks, i) ? burnIn : 0))
    return value === undefined ? [] : [{ treated: block.treated, value }]
  })
  const treated = observed.filter((own) => own.treated).length
  const control = observed.length - treated
  if (Math.min(treated, control) < 3)
    throw new MeasureError(
      'too-few',
      'A switchback experiment needs at least three blocks of each arm, burn-in left out.',
    )
  const values = observed.map(({ value }) => value)
  const assigned = observed.map((own) => own.treated)
  const value = differenceOf(values, assigned, treated)
  const standardError = Math.sqrt(neweyWest(values, assigned, treated))
  const df = observed.length - 2
  const half = studentQuantile(0.5 + level / 2, df) * standardError
  return {
    effect: { value, low: value - half, high: value + half },
    standardError,
    p: standardError === 0 ? (value === 0 ? 1 : 0) : studentTwoSided(value / standardError, df),
    randomizationP: randomizationP(values, assigned, treated, value, { rng, reassignments }),
    blocks: { treated, control },
    carryOver: carryOverOf(blocks, burnIn),
  }
}

const isAfterChange = (blocks: readonly SwitchbackBlock[], i: number): boolean =>
  blocks[i]?.afterChange ?? (i > 0 && blocks[i - 1]?.treated !== blocks[i]?.treated)

function meanOf(steps: readonly SwitchbackStep[]): number | undefined {
  let [sum, denominator] = [0, 0]
  for (const step of steps) {
    if (!Number.isFinite(step.sum) || !(step.denominator >= 0 && Number.isFinite(step.denominator)))
      throw new MeasureError('out-of-range', 'Sums must be finite and denominators not negative.')
    sum += step.sum
    denominator += step.denominator
  }
  return denominator > 0 ? sum / denominator : undefined
}

function differenceOf(values: readonly number[], assigned: readonly boolean[], treated: number): number {
  let [with_, without] = [0, 0]
  values.forEach((value, i) => {
    if (assigned[i]) with_ += value
    else without += value
  })
  return with_ / treated - without / (values.length - treated)
}

/** Variance of the difference from influence values ± (y − ȳ) / n_arm and their products at lags, with Bartlett weights. */
function neweyWest(values: readonly number[], assigned: readonly boolean[], treated: number): number {
  const n = values.length
  const control = n - treated
  const meanWhere = (arm: boolean, count: number) =>
    values.reduce((sum, value, i) => sum + (assigned[i] === arm ? value : 0), 0) / count
  const [meanTreated, meanControl] = [meanWhere(true, treated), meanWhere(false, control)]
  const influence = values.map((value, i) =>
    assigned[i] ? (value - meanTreated) / treated : -(value - meanControl) / control,
  )
  const product = (lag: number): number => {
    let sum = 0
    for (let i = lag; i < n; i++) sum += (influence[i] ?? 0) * (influence[i - lag] ?? 0)
    return sum
  }
  const own = product(0)
  const lags = Math.floor(4 * (n / 100) ** (2 / 9))
  let variance = own
  for (let lag = 1; lag <= lags; lag++) variance += 2 * (1 - lag / (lags + 1)) * product(lag)
  // Alternating arms make these products negative: an error below that of independent blocks would be chance.
  return (Math.max(own, variance) * n) / (n - 2)
}

function randomizationP(
  values: readonly number[],
  assigned: readonly boolean[],
  treated: number,
  observed: number,
  { rng, reassignments }: { readonly rng: Rng; readonly reassignments: number },
): number {
  const drawn = [...assigned]
  let asLarge = 1
  for (let draw = 0; draw < reassignments; draw++) {
    shuffle(drawn, rng)
    if (Math.abs(differenceOf(values, drawn, treated)) >= Math.abs(observed) - 1e-12) asLarge++
  }
  return asLarge / (reassignments + 1)
}

function carryOverOf(blocks: readonly SwitchbackBlock[], burnIn: number): number | null {
  if (burnIn === 0) return null
  const after = blocks.filter(({ treated }, i) => treated && isAfterChange(blocks, i))
  const early = meanOf(after.flatMap(({ steps }) => steps.slice(0, burnIn)))
  const late = meanOf(after.flatMap(({ steps }) => steps.slice(burnIn)))
  return early === undefined || late === undefined ? null : early - late
}

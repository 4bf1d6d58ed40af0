import { MeasureError, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { meanInterval, ratioInterval } from '../mean-interval.ts'
import type { ArmScores } from './effect-scores.ts'

/** Who is treated: [rows], 1 or 0, or a chance between. */
export type Policy = Float64Array

export interface PolicyValue {
  /** Units that are treated, as a share of all. */
  readonly share: number
  /** Mean outcome of a unit under the policy. */
  readonly value: Interval
  /** Value of a treated unit's effect: what the policy wins for each that it treats; null where it treats nobody. */
  readonly effectOfTreated: Interval | null
  /** Against nobody treated, against everybody, and against as many drawn by lot: differences of mean outcomes. */
  readonly overNobody: Interval
  readonly overEverybody: Interval
  readonly overRandom: Interval
}

/**
 * What a rule of treatment would bring, from outcomes under another: the mean of the arms' scores (inverse propensity, or
 * doubly robust; `armScores`) that it would see (Dudík et al. 2014; Athey & Wager 2021). Comparisons are paired, unit by unit, with
 * normal intervals.
 *
 * The policy must come from other units than these, or its value is flattered.
 *
 * @throws MeasureError `too-few`, `out-of-range`
 * @example
 * policyValue(scores.map((score) => Number(score > 0)), armScores(data, { control, treatment, propensity })).overRandom
 */
export function policyValue(
  policy: Policy,
  { control, treatment }: ArmScores,
  { level = defaultLevel }: { readonly level?: number } = {},
): PolicyValue {
  requireLevel(level)
  const n = policy.length
  if (n < 2) throw new MeasureError('too-few', 'At least two units are needed.')
  if (control.length !== n || treatment.length !== n)
    throw new MeasureError('out-of-range', 'Give one score of each arm for each unit.')
  if (!policy.every((chance) => chance >= 0 && chance <= 1))
    throw new MeasureError('out-of-range', 'The policy must lie in [0, 1] for each unit.')
  const share = policy.reduce((sum, chance) => sum + chance, 0) / n
  const effect = treatment.map((value, i) => value - (control[i] as number))
  const meanOf = (scoreOf: (unit: number) => number): Interval =>
    meanInterval(
      Float64Array.from(policy, (_, i) => scoreOf(i)),
      level,
    )
  const gain = (i: number): number => (policy[i] as number) * (effect[i] as number)
  return {
    share,
    value: meanOf((i) => (control[i] as number) + gain(i)),
    effectOfTreated:
      share === 0
        ? null
        : ratioInterval(
            policy.map((_, i) => gain(i)),
            policy,
            level,
          ),
    overNobody: meanOf(gain),
    overEverybody: meanOf((i) => gain(i) - (effect[i] as number)),
    overRandom: meanOf((i) => gain(i) - share * (effect[i] as number)),
  }
}

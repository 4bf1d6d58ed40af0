import { MeasureError, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { meanInterval } from '../mean-interval.ts'
import type { ArmScores } from './effect-scores.ts'

export interface UpliftGroupsOptions {
  /** Default 10: tenths. */
  readonly groups?: number
  /** Units that a group has at least; of fewer there are fewer groups. Default 20. */
  readonly fewest?: number
  readonly level?: number
}

export interface UpliftGroup {
  /** From 1, the highest scores first. */
  readonly group: number
  readonly units: number
  /** Mean score: the uplift that was predicted. */
  readonly predicted: number
  /** The uplift that came. */
  readonly uplift: Interval
}

/**
 * Units in equal groups by falling score, with the uplift that was predicted and the one that came (means of doubly robust
 * scores, `armScores`). Units of one score stay together, so groups may be of unequal size.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`
 * @example
 * upliftGroups(scores, armScores(data, nuisance))[0] // { group: 1, units: 300, predicted: .1, uplift: { value: .09, … } }
 */
export function upliftGroups(
  scores: Float64Array,
  { control, treatment }: ArmScores,
  { groups = 10, fewest = 20, level = defaultLevel }: UpliftGroupsOptions = {},
): readonly UpliftGroup[] {
  requireLevel(level)
  const n = scores.length
  if (n < 2) throw new MeasureError('too-few', 'At least two units are needed.')
  if (control.length !== n || treatment.length !== n)
    throw new MeasureError('out-of-range', 'Give one score of each arm for each unit.')
  if (!scores.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every score must be a finite number.')
  const least = Math.max(2, fewest)
  const count = Math.max(1, Math.min(groups, Math.floor(n / least)))
  const order = Int32Array.from(scores, (_, row) => row).sort((a, b) => (scores[b] as number) - (scores[a] as number))
  const scoreAt = (place: number): number => scores[order[place] as number] as number
  const ends: number[] = []
  for (let group = 1; group <= count; group++) {
    let end = Math.round((group * n) / count)
    while (end < n && scoreAt(end) === scoreAt(end - 1)) end++
    // What ties left over is too few to stand alone.
    if (n - end < least) end = n
    if (end > (ends.at(-1) ?? 0)) ends.push(end)
  }
  return ends.map((end, at) => {
    const members = order.subarray(ends[at - 1] ?? 0, end)
    const effects = Float64Array.from(members, (unit) => (treatment[unit] as number) - (control[unit] as number))
    return {
      group: at + 1,
      units: members.length,
      predicted: members.reduce((sum, unit) => sum + (scores[unit] as number), 0) / members.length,
      uplift: meanInterval(effects, level),
    }
  })
}

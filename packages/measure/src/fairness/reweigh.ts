import { MeasureError } from '../errors.ts'

/** How many there are of a group with an outcome. */
export interface GroupLabelCount {
  readonly group: string
  readonly actual: boolean
  readonly count: number
}

export interface GroupLabelWeight extends GroupLabelCount {
  /** For each row of this group and outcome. Null where there is none. */
  readonly weight: number | null
}

/**
 * Weights for training under which group and outcome are independent: P(group) · P(outcome) / P(group, outcome) (Kamiran &
 * Calders 2012, "Data preprocessing techniques for classification without discrimination", section 5.2). The weights of a
 * group add up to its size.
 *
 * @throws MeasureError `too-few`, `out-of-range`
 * @example reweigh([{ group: 'a', actual: true, count: 6 }, { group: 'a', actual: false, count: 4 }, …])
 */
export function reweigh(counts: readonly GroupLabelCount[]): readonly GroupLabelWeight[] {
  for (const { count } of counts) {
    if (!(count >= 0) || !Number.isFinite(count)) {
      throw new MeasureError('out-of-range', 'Counts must be finite and not negative.')
    }
  }
  const sum = (keep: (one: GroupLabelCount) => boolean): number =>
    counts.filter(keep).reduce((total, { count }) => total + count, 0)
  const whole = sum(() => true)
  if (whole === 0) throw new MeasureError('too-few', 'Give at least one row.')
  return counts.map((one) => {
    const joint = sum((other) => other.group === one.group && other.actual === one.actual)
    const group = sum((other) => other.group === one.group)
    const outcome = sum((other) => other.actual === one.actual)
    return { ...one, weight: joint === 0 ? null : (group * outcome) / (whole * joint) }
  })
}

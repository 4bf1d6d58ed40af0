import type { Interval } from '../interval.ts'

export type FairnessMeasureName =
  | 'demographic-parity'
  | 'equal-opportunity'
  | 'equalised-odds'
  | 'calibration'
  | 'exposure'

/** A measure to be watched: a ratio must not fall below its limit, a difference must not rise above it. */
export interface WatchedMeasure<Name extends string = FairnessMeasureName> {
  readonly measure: Name
  readonly kind: 'ratio' | 'difference'
  /** Null: not known, no alarm. */
  readonly value: Interval | null
  readonly limit: number
}

export interface FairnessAlarm<Name extends string = FairnessMeasureName> extends WatchedMeasure<Name> {
  readonly value: Interval
  /** `certain`: the whole interval is beyond the limit; `likely`: the estimate is, but chance may have done it. */
  readonly certainty: 'certain' | 'likely'
}

/** The four-fifths rule of the US Uniform Guidelines on Employee Selection Procedures (29 CFR 1607.4 D). */
export const fourFifths = 0.8
/** Differences above ten points are looked at. */
export const tenPoints = 0.1

/** The measures that are beyond their limits, certain ones first. */
export function fairnessAlarms<Name extends string = FairnessMeasureName>(
  watched: readonly WatchedMeasure<Name>[],
): readonly FairnessAlarm<Name>[] {
  return watched
    .flatMap((one): FairnessAlarm<Name>[] => {
      const { kind, value, limit } = one
      if (!value) return []
      const beyond = (x: number): boolean => (kind === 'ratio' ? x < limit : x > limit)
      if (!beyond(value.value)) return []
      const certain = beyond(kind === 'ratio' ? value.high : value.low)
      return [{ ...one, value, certainty: certain ? 'certain' : 'likely' }]
    })
    .sort((a, b) => Number(b.certainty === 'certain') - Number(a.certainty === 'certain'))
}

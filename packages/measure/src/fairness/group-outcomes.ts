import { MeasureError } from '../errors.ts'

/** Decisions about one group: how often who was chosen, and what was true. Counts, or sums of weights. */
export interface GroupOutcomes {
  readonly group: string
  /** Chosen, and rightly. */
  readonly truePositives: number
  /** Chosen, and wrongly. */
  readonly falsePositives: number
  /** Not chosen, and wrongly. */
  readonly falseNegatives: number
  /** Not chosen, and rightly. */
  readonly trueNegatives: number
}

/** One decision. */
export interface DecidedRow {
  readonly group: string
  /** Chosen: shown the offer, given the credit. */
  readonly predicted: boolean
  /** What was true: would have bought, did pay back. */
  readonly actual: boolean
  /** Default 1. */
  readonly weight?: number
}

/**
 * Counts decisions by group, groups in the order of their names.
 * @throws MeasureError `out-of-range` for a weight that is negative or not finite
 */
export function outcomesOfRows(rows: readonly DecidedRow[]): readonly GroupOutcomes[] {
  const groups = new Map<string, { -readonly [K in keyof GroupOutcomes]: GroupOutcomes[K] }>()
  for (const { group, predicted, actual, weight = 1 } of rows) {
    if (!(weight >= 0) || !Number.isFinite(weight)) {
      throw new MeasureError('out-of-range', 'A weight must be a finite number, at least 0.')
    }
    const into = groups.get(group) ?? {
      group,
      ...{ truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 },
    }
    groups.set(group, into)
    if (predicted) into[actual ? 'truePositives' : 'falsePositives'] += weight
    else into[actual ? 'falseNegatives' : 'trueNegatives'] += weight
  }
  return [...groups.values()].sort((a, b) => (a.group < b.group ? -1 : 1))
}

/** @throws MeasureError `out-of-range` for counts that are negative or not finite, or a group that is given twice */
export function requireOutcomes(groups: readonly GroupOutcomes[]): void {
  for (const { truePositives, falsePositives, falseNegatives, trueNegatives } of groups) {
    for (const count of [truePositives, falsePositives, falseNegatives, trueNegatives]) {
      if (!(count >= 0) || !Number.isFinite(count)) {
        throw new MeasureError('out-of-range', 'Counts must be finite and not negative.')
      }
    }
  }
  if (new Set(groups.map(({ group }) => group)).size !== groups.length) {
    throw new MeasureError('out-of-range', 'Give each group once.')
  }
}

import { MeasureError } from '../errors.ts'
import { checkOutcomes, type UpliftOutcomes } from './uplift-data.ts'

/** Outcomes and the scores that put them in order. */
export interface ScoredOutcomes extends UpliftOutcomes {
  /** [rows]: the larger, the sooner treated. */
  readonly scores: Float64Array
}

/** Units by falling score. Units of one score form a group: nothing says which of them comes first. */
export interface RankedOutcomes extends UpliftOutcomes {
  /** [rows]: the place each unit stood at before. */
  readonly order: Int32Array
  /** [groups]: one past the last unit of each group, rising. */
  readonly ends: Int32Array
}

/**
 * Outcomes in the order of falling scores.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`
 */
export function rankOutcomes({ scores, treated, outcome }: ScoredOutcomes): RankedOutcomes {
  checkOutcomes({ treated, outcome })
  if (scores.length !== treated.length) throw new MeasureError('out-of-range', 'Give one score for each unit.')
  if (!scores.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every score must be a finite number.')
  const order = Int32Array.from(scores, (_, row) => row).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
  )
  const ends: number[] = []
  for (let place = 1; place <= order.length; place++)
    if (place === order.length || scores[order[place] as number] !== scores[order[place - 1] as number])
      ends.push(place)
  return {
    order,
    ends: Int32Array.from(ends),
    treated: Uint8Array.from(order, (row) => treated[row] as number),
    outcome: Float64Array.from(order, (row) => outcome[row] as number),
  }
}

/** Sums over the units up to the end of each group; [groups] each. */
export interface CumulativeOutcomes {
  readonly units: Float64Array
  readonly treatedUnits: Float64Array
  readonly treatedOutcome: Float64Array
  readonly controlOutcome: Float64Array
}

/** @param counts [rows], by rank: how often each unit counts, for a bootstrap; default once */
export function cumulate({ ends, treated, outcome }: RankedOutcomes, counts?: Float64Array): CumulativeOutcomes {
  const groups = ends.length
  const sums = {
    units: new Float64Array(groups),
    treatedUnits: new Float64Array(groups),
    treatedOutcome: new Float64Array(groups),
    controlOutcome: new Float64Array(groups),
  }
  let [units, treatedUnits, treatedOutcome, controlOutcome, place] = [0, 0, 0, 0, 0]
  for (let group = 0; group < groups; group++) {
    for (; place < (ends[group] as number); place++) {
      const count = counts ? (counts[place] as number) : 1
      units += count
      if (treated[place] === 1) {
        treatedUnits += count
        treatedOutcome += count * (outcome[place] as number)
      } else controlOutcome += count * (outcome[place] as number)
    }
    sums.units[group] = units
    sums.treatedUnits[group] = treatedUnits
    sums.treatedOutcome[group] = treatedOutcome
    sums.controlOutcome[group] = controlOutcome
  }
  return sums
}

import { type FeatureRows, widenFeatureRows } from './feature-rows.ts'
import { checkUpliftData, isBinary } from './uplift-data.ts'
import { partOf, type UpliftMethod } from './uplift-method.ts'

/**
 * S-learner (Künzel et al. 2019, section 2): one model of the outcome with the treatment as a feature; uplift is what it says
 * with the treatment less what it says without. The products of treatment and features stand beside them, because a
 * linear model without them gives everybody the same uplift.
 */
export const sLearner: UpliftMethod = {
  name: 's',
  async fit(data, base, { rng }) {
    checkUpliftData(data)
    const { x, treated, outcome } = data
    const target = isBinary(outcome) ? 'probability' : 'value'
    return {
      outcome: await base.fit({ x: withTreatment(x, (row) => treated[row] as number), y: outcome, target, rng }),
    }
  },
  async predict(parts, x) {
    const outcome = partOf(parts, 'outcome')
    const treatment = await outcome.predict(withTreatment(x, () => 1))
    const control = await outcome.predict(withTreatment(x, () => 0))
    return treatment.map((value, row) => value - (control[row] as number))
  },
}

/** The features, the treatment, and its product with each feature. */
function withTreatment(x: FeatureRows, treatmentOf: (row: number) => number): FeatureRows {
  return widenFeatureRows(x, x.columns + 1, (row, column) => {
    const treatment = treatmentOf(row)
    return column === 0 ? treatment : treatment * (x.values[row * x.columns + column - 1] as number)
  })
}

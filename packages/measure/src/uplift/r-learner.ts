import { crossFit } from './nuisance.ts'
import { checkUpliftData } from './uplift-data.ts'
import { partOf, type UpliftMethod } from './uplift-method.ts'

/**
 * R-learner (Nie & Wager 2021, eq. 4): with outcome and treatment freed of what the features say (cross-fitted), uplift
 * minimises Σ ((y − m(x)) − (t − e(x)) τ(x))², which is a weighted regression. m is the mean of both arms' models by the
 * propensity.
 */
export const rLearner: UpliftMethod = {
  name: 'r',
  async fit(data, base, { rng, folds = 5 }) {
    checkUpliftData(data)
    const { control, treatment, propensity } = await crossFit(data, base, { folds, rng })
    const rows = data.x.rows
    const y = new Float64Array(rows)
    const weights = new Float64Array(rows)
    for (let i = 0; i < rows; i++) {
      const e = propensity[i] as number
      const mean = e * (treatment[i] as number) + (1 - e) * (control[i] as number)
      const surprise = (data.treated[i] as number) - e
      y[i] = ((data.outcome[i] as number) - mean) / surprise
      weights[i] = surprise * surprise
    }
    return { effect: await base.fit({ x: data.x, y, weights, target: 'value', rng }) }
  },
  predict: async (parts, x) => partOf(parts, 'effect').predict(x),
}

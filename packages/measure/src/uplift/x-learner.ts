import { clipPropensity, fitArm, fitPropensity } from './nuisance.ts'
import { checkUpliftData, takeUnits, unitsOfArm } from './uplift-data.ts'
import { partOf, type UpliftMethod } from './uplift-method.ts'

/**
 * X-learner (Künzel et al. 2019, section 2, eq. 7–9): each unit's own effect is imputed with the model of the other arm, both
 * arms' effects are learnt, and weighed by the propensity. Strong where one arm is much larger.
 */
export const xLearner: UpliftMethod = {
  name: 'x',
  async fit(data, base, { rng }) {
    checkUpliftData(data)
    const outcomes = { 0: await fitArm(data, 0, base, rng), 1: await fitArm(data, 1, base, rng) }
    const effectOf = async (arm: 0 | 1) => {
      const { x, outcome } = takeUnits(data, unitsOfArm(data.treated, arm))
      const other = await outcomes[arm === 1 ? 0 : 1].predict(x)
      const effects = outcome.map((value, row) => (arm === 1 ? 1 : -1) * (value - (other[row] as number)))
      return base.fit({ x, y: effects, target: 'value', rng })
    }
    const effects = { control: await effectOf(0), treatment: await effectOf(1) }
    // Propensities known one by one are not known of others: they are learnt as unknown ones are.
    return { ...effects, propensity: await fitPropensity(data, base, rng) }
  },
  async predict(parts, x) {
    const control = await partOf(parts, 'control').predict(x)
    const treatment = await partOf(parts, 'treatment').predict(x)
    const propensity = await partOf(parts, 'propensity').predict(x)
    return control.map((value, row) => {
      const weight = clipPropensity(propensity[row] as number)
      return weight * value + (1 - weight) * (treatment[row] as number)
    })
  },
}

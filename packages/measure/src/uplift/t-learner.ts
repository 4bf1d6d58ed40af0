import { fitArm } from './nuisance.ts'
import { checkUpliftData } from './uplift-data.ts'
import { partOf, type UpliftMethod } from './uplift-method.ts'

/** T-learner, also “two models” (Künzel et al. 2019, section 2): a model of each arm; uplift is their difference. */
export const tLearner: UpliftMethod = {
  name: 't',
  async fit(data, base, { rng }) {
    checkUpliftData(data)
    return { control: await fitArm(data, 0, base, rng), treatment: await fitArm(data, 1, base, rng) }
  },
  async predict(parts, x) {
    const control = await partOf(parts, 'control').predict(x)
    const treatment = await partOf(parts, 'treatment').predict(x)
    return treatment.map((value, row) => value - (control[row] as number))
  },
}

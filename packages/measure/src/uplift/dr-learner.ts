import { armScores } from './effect-scores.ts'
import { crossFit } from './nuisance.ts'
import { checkUpliftData } from './uplift-data.ts'
import { partOf, type UpliftMethod } from './uplift-method.ts'

/**
 * DR-learner (Kennedy 2023, algorithm 1): a regression of the doubly robust score of the effect on the features, with
 * cross-fitted models of both arms and of the propensity.
 */
export const drLearner: UpliftMethod = {
  name: 'dr',
  async fit(data, base, { rng, folds = 5 }) {
    checkUpliftData(data)
    const { control, treatment } = armScores(data, await crossFit(data, base, { folds, rng }))
    const y = treatment.map((value, row) => value - (control[row] as number))
    return { effect: await base.fit({ x: data.x, y, target: 'value', rng }) }
  },
  predict: async (parts, x) => partOf(parts, 'effect').predict(x),
}

import { crossFit, linearLearner, seededRng } from '@attune/measure'
import { encodeFeatures } from './feature-plan.ts'
import { outcomesOf } from './outcomes-of.ts'
import { readTable } from './read-table.ts'
import { type JudgedUnits, predictUplift, type UpliftModel } from './uplift-model.ts'

/**
 * What a model says of other people who were treated or not, and what became of them. Their chance of being treated is the share
 * of the treated, or where the model was trained with people who were not drawn by lot, estimated from the features.
 *
 * @throws AttuneError `missing-column`, `one-arm`, `bad-outcome`, and those of `readTable`
 */
export async function judgeRows(model: UpliftModel, path: string): Promise<JudgedUnits> {
  const table = await readTable(path, [model.treatment, model.outcome])
  const { rows, treated, outcome } = outcomesOf(table, model)
  const x = encodeFeatures(model.plan, rows, table.name)
  const share = treated.reduce((sum, one) => sum + one, 0) / treated.length
  const data = { x, treated, outcome, ...(model.observed ? {} : { propensity: share }) }
  const nuisance = await crossFit(data, linearLearner(), {
    folds: 2,
    rng: seededRng(1),
  })
  return {
    scores: [...(await predictUplift(model, x))],
    treated: [...treated].map((one) => (one === 1 ? 1 : 0)),
    outcome: [...outcome],
    propensity: [...nuisance.propensity],
    control: [...nuisance.control],
    treatment: [...nuisance.treatment],
  }
}

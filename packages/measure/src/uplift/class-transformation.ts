import { MeasureError } from '../errors.ts'
import { fitPropensity, propensitiesOf } from './nuisance.ts'
import { checkUpliftData, isBinary } from './uplift-data.ts'
import { partOf, type UpliftMethod } from './uplift-method.ts'

/**
 * Class transformation (Jaskowski & Jaroszewicz 2012): z = 1 for treated who respond and untreated who do not; uplift is
 * 2 P(z = 1 | x) − 1. Units weigh one over twice the chance of their arm, so that it also holds away from halves.
 *
 * @throws MeasureError `not-binary` unless every outcome is 0 or 1
 */
export const classTransformation: UpliftMethod = {
  name: 'class-transformation',
  async fit(data, base, { rng }) {
    checkUpliftData(data)
    if (!isBinary(data.outcome))
      throw new MeasureError('not-binary', 'The class transformation needs outcomes of 0 or 1; take another method.')
    const { x, treated, outcome } = data
    const propensity = await propensitiesOf(data, async () => fitPropensity(data, base, rng))
    const y = outcome.map((value, row) => (value === treated[row] ? 1 : 0))
    const weights = propensity.map((e, row) => 0.5 / (treated[row] === 1 ? e : 1 - e))
    return { transformed: await base.fit({ x, y, weights, target: 'probability', rng }) }
  },
  async predict(parts, x) {
    return Float64Array.from(await partOf(parts, 'transformed').predict(x), (chance) => 2 * chance - 1)
  },
}

import type { Rng } from '../random.ts'
import { drawFolds, splitFold } from './cross-fit.ts'
import type { FeatureRows } from './feature-rows.ts'
import { checkUpliftData, takeUnits, type UpliftData } from './uplift-data.ts'

/**
 * Scores of units by models that never saw them: each fold is scored by what was fitted to the others.
 *
 * @param fit makes a scorer of units
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`
 */
export async function scoreOutOfFold(
  data: UpliftData,
  fit: (training: UpliftData) => Promise<(x: FeatureRows) => Promise<Float64Array> | Float64Array>,
  { folds, rng }: { readonly folds: number; readonly rng: Rng },
): Promise<Float64Array> {
  checkUpliftData(data)
  const fold = drawFolds(data.treated, folds, rng)
  const scores = new Float64Array(data.x.rows)
  for (let aside = 0; aside < folds; aside++) {
    const { inside, outside } = splitFold(fold, aside)
    const score = await fit(takeUnits(data, outside))
    const found = await score(takeUnits(data, inside).x)
    for (const [at, unit] of inside.entries()) scores[unit] = found[at] as number
  }
  return scores
}

import { openSavedRanker } from '../ranker/open-saved-ranker.ts'
import type { RowPredictor } from './predictor.ts'
import { asPredictionFailed } from './text-predictor.ts'

/**
 * Opens what `attune train ranker` wrote.
 *
 * @throws AttuneError as `openSavedRanker`
 */
export async function openRowPredictor(
  folder: string,
  { threads }: { readonly threads: number },
): Promise<RowPredictor> {
  const ranker = await openSavedRanker(folder, { threads })
  const { label, columns, calibrated } = ranker
  return {
    kind: 'chance',
    label,
    columns,
    calibrated,
    async predict(rows) {
      if (rows.length === 0) return []
      const found = await asPredictionFailed(() => ranker.score(rows))
      return Array.from(found, (probability) => ({ probability }))
    },
    [Symbol.asyncDispose]: () => ranker[Symbol.asyncDispose](),
  }
}

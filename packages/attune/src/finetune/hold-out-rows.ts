import { attuneError } from '../errors.ts'
import type { RowFile } from './read-rows.ts'
import { setAside } from './set-aside.ts'

/**
 * Sets a share of the rows aside to try the model on. A hash of seed and key decides, so rows with equal keys are on one side: no
 * text that was learnt is asked for again.
 *
 * @param share from 0 to 1
 * @throws AttuneError `too-few-texts` when one side would be empty
 */
export function holdOutRows<Row>(
  { rows, leftOut }: RowFile<Row>,
  { share, seed, keyOf }: { readonly share: number; readonly seed: number; readonly keyOf: (row: Row) => string },
): { readonly train: RowFile<Row>; readonly test: RowFile<Row> } {
  const { kept: train, aside: test } = setAside(rows, { share, seed, keyOf })
  if (train.length === 0 || test.length === 0)
    throw attuneError('too-few-texts', `${rows.length} texts are too few to set some aside; give others with --test.`)
  return { train: { rows: train, leftOut }, test: { rows: test, leftOut: [] } }
}

import { holdOutRows } from '../finetune/hold-out-rows.ts'
import { type RowFile, readRows, textOf } from '../finetune/read-rows.ts'

/**
 * One column of several files: CSV, TSV, JSON lines or Parquet, gzip too. Rows without a text are left out.
 *
 * @throws AttuneError those of `readRows`
 */
export const readTexts = (paths: readonly string[], column: string): Promise<RowFile<string>> =>
  readRows(paths, { text: column }, (values) => textOf(values, 'text'))

/**
 * Texts that a language is learnt from, and those that it is tried on: others, or a twentieth of them.
 *
 * @throws AttuneError those of `readRows`, `too-few-texts`
 */
export async function readLanguage({
  texts,
  test,
  text,
  seed,
}: {
  readonly texts: readonly string[]
  readonly test: string | null
  /** The column. */
  readonly text: string
  readonly seed: number
}): Promise<{ readonly train: RowFile<string>; readonly test: RowFile<string> }> {
  const all = await readTexts(texts, text)
  return test === null
    ? holdOutRows(all, { share: 0.05, seed, keyOf: (own) => own })
    : { train: all, test: await readTexts([test], text) }
}

import { createHash } from 'node:crypto'
import { attuneError } from '../errors.ts'
import type { LabelledTextFile } from './read-labelled-texts.ts'

/**
 * Sets a share of the texts aside to try the model on. A hash of seed and text decides, so equal texts are on one side: none
 * that was learnt is asked for again.
 *
 * @param share from 0 to 1
 * @throws AttuneError `too-few-texts` when one side would be empty
 */
export function holdOutTexts(
  { texts, labels, leftOut }: LabelledTextFile,
  { share, seed }: { readonly share: number; readonly seed: number },
): { readonly train: LabelledTextFile; readonly test: LabelledTextFile } {
  const aside = texts.map(
    (text) => createHash('sha256').update(`${seed} ${text}`).digest().readUInt32BE() < share * 2 ** 32,
  )
  const side = (test: boolean): LabelledTextFile => ({
    texts: texts.filter((_, i) => aside[i] === test),
    labels: labels.filter((_, i) => aside[i] === test),
    leftOut: test ? [] : leftOut,
  })
  const [train, test] = [side(false), side(true)]
  if (train.texts.length === 0 || test.texts.length === 0)
    throw attuneError('too-few-texts', `${texts.length} texts are too few to set some aside; give others with --test.`)
  return { train, test }
}

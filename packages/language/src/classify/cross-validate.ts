import { createRandom } from '@attune/learn'
import { LanguageError } from '../errors.ts'
import { fitTextClassifier, type TextClassifierOptions } from './fit-text-classifier.ts'
import { stratifiedFolds } from './stratified-folds.ts'

export interface CrossValidation {
  /** Share of texts whose label a model without them gives. */
  readonly accuracy: number
  /** 95 % interval of it (Wilson 1927). */
  readonly low: number
  readonly high: number
  readonly texts: number
  /** For each label: how many texts have it, and how many of these are found. */
  readonly labels: readonly { readonly label: string; readonly texts: number; readonly found: number }[]
}

/**
 * How well labels can be told for new texts: each part of the texts is asked of a classifier taught with the others.
 *
 * @throws LanguageError `too-few-examples` when a label has fewer texts than there are folds, and those of `fitTextClassifier`
 */
export function crossValidate(
  texts: readonly string[],
  labels: readonly string[],
  { folds = 5, ...options }: Omit<TextClassifierOptions, 'vectors'> = {},
): CrossValidation {
  const names = [...new Set(labels)].sort()
  const counts = names.map((name) => labels.filter((label) => label === name).length)
  if (names.length < 2 || Math.min(...counts) < folds)
    throw new LanguageError(
      'too-few-examples',
      `${folds} folds need two labels or more and ${folds} texts of each; the rarest has ${Math.min(...counts)}.`,
      { folds },
    )
  const parts = stratifiedFolds(
    labels.map((label) => names.indexOf(label)),
    folds,
    createRandom(options.seed ?? 1, 'cross-validation'),
  )
  const found = new Map<string, number>(names.map((name) => [name, 0]))
  for (let part = 0; part < folds; part++) {
    const [asked, others] = [texts.map((_, i) => i), texts.map((_, i) => i)].map((all, inside) =>
      all.filter((i) => (parts[i] === part) === (inside === 0)),
    ) as [number[], number[]]
    const model = fitTextClassifier(
      others.map((i) => texts[i] as string),
      others.map((i) => labels[i] as string),
      options,
    )
    const told = model.predict(asked.map((i) => texts[i] as string))
    for (const [at, i] of asked.entries()) {
      const label = labels[i] as string
      if (told[at]?.label === label) found.set(label, (found.get(label) as number) + 1)
    }
  }
  const right = [...found.values()].reduce((sum, n) => sum + n, 0)
  return {
    accuracy: right / texts.length,
    ...wilson(right, texts.length),
    texts: texts.length,
    labels: names.map((label, i) => ({ label, texts: counts[i] as number, found: found.get(label) as number })),
  }
}

/** 95 % interval of a share (Wilson 1927). */
export function wilson(right: number, of: number): { readonly low: number; readonly high: number } {
  const z = 1.959964
  const p = right / of
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

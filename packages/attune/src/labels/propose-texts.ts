import { fitTextClassifier, LanguageError, type ProposeOptions, proposeToLabel } from '@attune/language'
import type { GivenLabel } from './label-store.ts'
import type { SourceText } from './text-source.ts'

export interface ProposedText extends SourceText {
  /** What the labels so far make of it; absent while they are too few to learn from. */
  readonly guess?: { readonly label: string; readonly probability: number }
}

/**
 * The texts whose labels would teach most: the classifier of the labels so far is unsure about them, and they differ from what is
 * labelled and from one another. The same labels and texts give the same proposals.
 */
export function proposeTexts(
  texts: readonly SourceText[],
  labels: readonly GivenLabel[],
  count: number,
): readonly ProposedText[] {
  const known = new Set(labels.map(({ textId }) => textId))
  const all = [
    ...texts,
    ...labels
      .filter(({ textId }) => !texts.some(({ id }) => id === textId))
      .map(({ textId, text }) => ({ id: textId, text })),
  ]
  const words = all.map(({ text }) => text)
  const model =
    new Set(labels.map(({ label }) => label)).size >= 2
      ? fitTextClassifier(
          labels.map(({ text }) => text),
          labels.map(({ label }) => label),
        )
      : undefined
  const predictions = model?.predict(words)
  const labelled = [...all.keys()].filter((i) => known.has(all[i]?.id ?? ''))
  const open = all.length - labelled.length
  if (open === 0) return []
  return mostTelling({
    texts: words,
    labelled,
    count: Math.min(count, open),
    ...(predictions ? { predictions } : {}),
  }).map((i) => {
    const { id, text } = all[i] as SourceText
    const told = predictions?.[i]
    return { id, text, ...(told ? { guess: { label: told.label, probability: told.probability } } : {}) }
  })
}

/** Where texts have no word in common each tells as much as any other: the first that are open. */
function mostTelling(options: ProposeOptions): readonly number[] {
  try {
    return proposeToLabel(options)
  } catch (error) {
    if (!(error instanceof LanguageError && error.code === 'no-texts')) throw error
    const labelled = new Set(options.labelled)
    return [...options.texts.keys()].filter((i) => !labelled.has(i)).slice(0, options.count)
  }
}

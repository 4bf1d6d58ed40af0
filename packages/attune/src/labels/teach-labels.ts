import { type CrossValidation, crossValidate, fitTextClassifier, type TextClassifierData } from '@attune/language'

export interface TaughtLabels {
  readonly data: TextClassifierData
  /** Null while a label has fewer than five texts. */
  readonly judged: CrossValidation | null
}

/** A classifier of labelled texts, and how well one does on texts that it has not learnt from. */
export function teachLabels(texts: readonly string[], labels: readonly string[]): TaughtLabels {
  const counts = [...Map.groupBy(labels, (label) => label).values()].map(({ length }) => length)
  const judged = Math.min(...counts) >= 5 ? crossValidate(texts, labels) : null
  return { data: fitTextClassifier(texts, labels).data, judged }
}

import { LanguageError } from '../errors.ts'

/**
 * The labels in order of their names and the number of each row's.
 *
 * @throws LanguageError `too-few-examples` below two labels or with unequal numbers, `bad-text` for what is no text
 */
export function checkExamples(
  texts: readonly string[],
  labels: readonly string[],
): { readonly names: readonly string[]; readonly numbers: Int32Array } {
  if (texts.length !== labels.length)
    throw new LanguageError('too-few-examples', `${texts.length} texts and ${labels.length} labels: pass one a text.`)
  const wrong = texts.findIndex((text) => typeof text !== 'string')
  if (wrong !== -1) throw new LanguageError('bad-text', `Example ${wrong} has no text.`, { at: wrong })
  const names = [...new Set(labels)].sort()
  if (names.length < 2)
    throw new LanguageError(
      'too-few-examples',
      `Examples of ${names.length === 1 ? 'one label' : 'no label'}: a classifier needs texts of two labels or more.`,
    )
  const numberOf = new Map(names.map((name, i) => [name, i]))
  return { names, numbers: Int32Array.from(labels, (label) => numberOf.get(label) as number) }
}

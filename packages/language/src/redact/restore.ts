import { foldWidth } from './fold-width.ts'
import type { RedactedEntry } from './personal-data.ts'
import { placeholderPattern } from './placeholder.ts'

/**
 * Puts personal data back where its placeholders stand, however the model wrote them (`[[email_1]]`, `【EMAIL 1】`).
 * Placeholders that are not among the entries stay.
 */
export function restore(text: string, entries: readonly RedactedEntry[]): string {
  if (entries.length === 0) return text
  const values = new Map(entries.map(({ placeholder, value }) => [placeholder, value]))
  return text.replace(
    placeholderPattern,
    (written: string, kind: string, number: string) => values.get(canonical(kind, number)) ?? written,
  )
}

/** Placeholders in a text that are not among the entries: the model made them up, or the text had them before. */
export function unknownPlaceholders(text: string, entries: readonly RedactedEntry[]): readonly string[] {
  const known = new Set(entries.map(({ placeholder }) => placeholder))
  const written = [...text.matchAll(placeholderPattern)].map(([, kind = '', number = '']) => canonical(kind, number))
  return [...new Set(written)].filter((placeholder) => !known.has(placeholder))
}

const canonical = (kind: string, number: string): string => `[[${kind.toUpperCase()}_${Number(foldWidth(number))}]]`

import { LanguageError } from '../errors.ts'
import { findPersonalData, type KnownPersonalData } from './find-personal-data.ts'
import { foldWidth } from './fold-width.ts'
import type { PersonalKind, RedactedEntry } from './personal-data.ts'

export interface Redactor {
  /** The text with placeholders instead of personal data; the same data gets the same placeholder in every text. */
  redact(text: string): string
  /** What was taken out so far. */
  readonly entries: readonly RedactedEntry[]
}

/**
 * Takes personal data out of several texts that belong together.
 *
 * @throws LanguageError `bad-text` from `redact` for what is no text
 */
export function createRedactor(known: KnownPersonalData = {}): Redactor {
  const entries: RedactedEntry[] = []
  const byValue = new Map<string, RedactedEntry>()
  const counts = new Map<PersonalKind, number>()

  function placeholderOf(kind: PersonalKind, value: string): string {
    const key = `${kind} ${sameAs(kind, value)}`
    const before = byValue.get(key)
    if (before) return before.placeholder
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const placeholder = `[[${kind}_${counts.get(kind)}]]`
    const entry = { placeholder, kind, value }
    byValue.set(key, entry)
    entries.push(entry)
    return placeholder
  }

  return {
    entries,
    redact(text) {
      if (typeof text !== 'string')
        throw new LanguageError('bad-text', 'Only a text can be redacted.', { kind: typeof text })
      let redacted = ''
      let at = 0
      for (const { kind, start, end } of findPersonalData(text, known)) {
        redacted += text.slice(at, start) + placeholderOf(kind, text.slice(start, end))
        at = end
      }
      return redacted + text.slice(at)
    },
  }
}

/** Spaces, dashes and width do not make another number; case does not make another address. */
function sameAs(kind: PersonalKind, value: string): string {
  const folded = foldWidth(value).toLowerCase()
  return ['PHONE', 'CARD', 'IDENTITY'].includes(kind) ? folded.replace(/[^\da-z+]/g, '') : folded.replace(/\s+/g, ' ')
}

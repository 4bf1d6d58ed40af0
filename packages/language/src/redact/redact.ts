import { createRedactor } from './create-redactor.ts'
import type { KnownPersonalData } from './find-personal-data.ts'
import type { RedactedEntry } from './personal-data.ts'

export interface Redacted {
  readonly text: string
  readonly entries: readonly RedactedEntry[]
}

/**
 * A text without personal data: e-mails, telephone, identity, card and passport numbers, addresses, names, ids, plates, IP
 * addresses, links with secrets and names in social networks are replaced by placeholders that a language model can carry.
 *
 * @throws LanguageError `bad-text`
 * @example
 * const { text, entries } = redact('我叫王小明，电话 138-0013-8000') // 我叫[[NAME_1]]，电话 [[PHONE_1]]
 * restore('您好，[[name_1]]！', entries) // 您好，王小明！
 */
export function redact(text: string, known: KnownPersonalData = {}): Redacted {
  const redactor = createRedactor(known)
  return { text: redactor.redact(text), entries: redactor.entries }
}

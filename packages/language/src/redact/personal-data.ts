/** What a piece of personal data is. */
export const personalKinds = [
  'EMAIL',
  'PHONE',
  'IDENTITY',
  'CARD',
  'PASSPORT',
  'IP',
  'ID',
  'PLATE',
  'ADDRESS',
  'NAME',
  'URL',
  'HANDLE',
] as const

export type PersonalKind = (typeof personalKinds)[number]

/** Where personal data stands in a text: UTF-16 units, `end` excluded. */
export interface Found {
  readonly kind: PersonalKind
  readonly start: number
  readonly end: number
}

/** Looks for one kind of personal data in a text whose width is folded. */
export type Finder = (folded: string) => readonly Found[]

/** What was taken out of a text, and what stands there instead. */
export interface RedactedEntry {
  /** Such as `[[EMAIL_1]]`. */
  readonly placeholder: string
  readonly kind: PersonalKind
  /** As it was first written. */
  readonly value: string
}

export type Correction = Readonly<Record<string, string | number | boolean | null>>

export interface CorrectionDraft {
  readonly traits: Readonly<Record<string, unknown>>
  /** Traits that are single values, as they are typed now. */
  readonly texts: Readonly<Record<string, string>>
  readonly removed: ReadonlySet<string>
  readonly added: { readonly name: string; readonly value: string }
}

/** What was a number or yes and no stays one, as long as what is typed is one. */
function typedLike(before: unknown, text: string): string | number | boolean {
  const trimmed = text.trim()
  if (typeof before === 'number' && trimmed !== '' && Number.isFinite(Number(trimmed))) return Number(trimmed)
  if (typeof before === 'boolean' && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true'
  return text
}

/** Only what differs from what is said now. */
export function correctionOf({ traits, texts, removed, added }: CorrectionDraft): Correction {
  const changed = Object.entries(texts).flatMap(([name, text]): [string, string | number | boolean | null][] => {
    if (removed.has(name)) return [[name, null]]
    return text === String(traits[name]) ? [] : [[name, typedLike(traits[name], text)]]
  })
  const name = added.name.trim()
  const fresh = name === '' || added.value === '' ? [] : [[name, added.value] as const]
  return Object.fromEntries([...changed, ...fresh])
}

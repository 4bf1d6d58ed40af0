import type { ColumnMapping, EventField, ItemField } from './files/map-columns.ts'

/** What was set aside for one reason. */
export interface QuarantinedReason {
  readonly reason: string
  readonly count: number
  /** What can be done about it. */
  readonly hint: { readonly en: string; readonly zh: string } | null
  /** The first lines it happened on. */
  readonly examples: readonly {
    readonly file: string
    readonly line: number
    readonly field: string | null
    readonly message: string
  }[]
}

/** What an import did. Every record read is stored, a duplicate or quarantined: the numbers add up. */
export interface ImportReport {
  /** `import:` and the name of the data set or file; the `source` of the stored rows. */
  readonly source: string
  readonly as: 'events' | 'items'
  /** Records read: lines, rows, objects. */
  readonly read: number
  /** Records that are in the store now and were not before. */
  readonly stored: number
  /** Events stored: fewer than records where several lines are one order. */
  readonly events: number
  readonly interactions: number
  /** Records that were there already: within the source, and in the store. */
  readonly duplicates: { readonly inSource: number; readonly alreadyStored: number }
  /** Refused or set aside, duplicates left out, by reason. */
  readonly quarantined: readonly QuarantinedReason[]
  readonly persons: number
  readonly items: { readonly stored: number; readonly refused: number }
  /** Events of names that nobody has described: stored, but no interactions. */
  readonly unknownEvents: readonly { readonly name: string; readonly count: number }[]
  readonly times: 'given' | 'order-only' | null
  readonly from: string | null
  readonly to: string | null
  readonly columns: ColumnMapping<EventField | ItemField> | null
  readonly notes: readonly string[]
  readonly seconds: number
}

export interface ImportProgress {
  readonly stage: 'reading' | 'items' | 'cleaning' | 'storing'
  readonly done: number
  readonly total: number
}

import type { CollectResult } from '../api/schemas/collect.ts'
import type { Signal } from '../protect/consent/purposes.ts'
import type { EventRow, InteractionRow, QuarantineRow } from '../store/rows.ts'
import type { Refusal } from './refusal.ts'

/** What listeners hear after a batch is durable. */
export interface Stored {
  readonly events: readonly EventRow[]
  readonly interactions: readonly InteractionRow[]
  readonly quarantine: readonly QuarantineRow[]
}

export interface CollectRequest {
  readonly workspace: string
  /** Raw events as parsed from JSON, not yet validated; each is judged alone. */
  readonly events: readonly unknown[]
  /** From the batch envelope. */
  readonly sentAt?: unknown
  readonly context?: unknown
  /** What may be of it is said by its declaration, where it has one (collect/sources). */
  readonly source: string
  readonly userAgent?: string | undefined
  /** Whose events these are, where the product itself knows (an exposure of a decision); the events need not say it then. */
  readonly personId?: string | undefined
  /** What the browser's headers say no to. */
  readonly signals?: readonly Signal[] | undefined
  /** The kind of a single-event endpoint, where the body need not say `type`. */
  readonly type?: 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias'
}

/** Validates, cleans, de-duplicates, joins identities and stores events. Resolves when durable. */
export interface Collector {
  collect(request: CollectRequest): Promise<CollectResult>
  /** Writes down a request that could not be read at all (broken JSON, too large), so that it shows among what was refused. */
  refuse(request: Pick<CollectRequest, 'workspace' | 'source'>, refusal: Refusal): Promise<void>
  /** Forgets what is known of persons, after their erasure. */
  forget(personIds: readonly string[]): void
  onStored(listener: (stored: Stored) => void): void
  /** Called in the turn in which traits of persons became durable. */
  onStated(listener: (workspace: string, personIds: readonly string[]) => void): void
}

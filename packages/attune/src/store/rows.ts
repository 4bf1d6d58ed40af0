/** The rows of the event store (DuckDB). Times are milliseconds since the epoch here and UTC TIMESTAMP in the tables. */

export type EventType = 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias'

/** One event as stored, after validation, clean-up and identity. */
export interface EventRow {
  readonly workspace: string
  readonly messageId: string
  readonly type: EventType
  /** The name of a track event, the page or screen name, or null. */
  readonly event: string | null
  /** Deterministic pseudonym of the user id, else of the anonymous id (see collect/person-id.ts); the ids themselves lie sealed in the state store. Merges are applied when reading. */
  readonly personId: string
  /** The single item it is about; null where it is about none or several (see InteractionRow). */
  readonly itemId: string | null
  readonly value: number | null
  readonly currency: string | null
  /** The decision that led to it, where the sender says so. */
  readonly decisionId: string | null
  /** JSON of what is open; see collect/personal-parts.ts. */
  readonly properties: string
  readonly context: string
  /** JSON `{ properties, context }` of what is personal, under the person's key; null where nothing is. */
  readonly sealed: string | null
  /** Where it came from: `http`, `import:movielens-1m`, … */
  readonly source: string
  readonly sentAt: number | null
  readonly receivedAt: number
  /** When it happened, corrected for the sender's clock. */
  readonly ts: number
}

/** One person × item fact of an event; an order of three products gives three. Written in the same transaction as its event. */
export interface InteractionRow {
  readonly workspace: string
  readonly messageId: string
  readonly personId: string
  readonly itemId: string
  /** `view`, `cart`, `order`, `like`, `rating`, `exposure`, `click`, … : the key of the table of weights. */
  readonly kind: string
  /** A rating's stars, a quantity, seconds watched; 1 where the kind says it all. */
  readonly amount: number
  /** Money, for orders: price × quantity. */
  readonly value: number | null
  readonly currency: string | null
  readonly decisionId: string | null
  /** Place in the list that was shown, from 0, for exposures and clicks. */
  readonly position: number | null
  readonly ts: number
}

/** What was refused or set aside, and why. */
export interface QuarantineRow {
  readonly workspace: string
  readonly receivedAt: number
  readonly source: string
  /** Stable code: `duplicate`, `missing-field`, `impossible-value`, `outlier`, `robot`, `future-timestamp`, `too-large`, … */
  readonly reason: string
  /** JSON path of the offending field, or the line of a file; null for the whole. */
  readonly field: string | null
  readonly message: string
  readonly messageId: string | null
  /** Whose it was, where that can be told. */
  readonly personId: string | null
  /** The event as it came, cut at 4,096 characters, sealed under the key of the day it was received; null for duplicates. */
  readonly payload: string | null
}

export interface DecidedItem {
  readonly itemId: string
  readonly score: number
  /** Probability that the policy puts this item at this place for this person and context. */
  readonly propensity: number
  readonly explored: boolean
  readonly because: readonly string[]
}

/** What was chosen for a placement. */
export interface DecisionRow {
  readonly workspace: string
  readonly decisionId: string
  readonly placement: string
  readonly personId: string
  /** The arm of the placement's split, for example `personalised` or `popular`. */
  readonly variation: string
  /** Probability of that arm. */
  readonly variationPropensity: number
  /** The recommender that answered: its name and version; version 0 where no model was needed. */
  readonly model: string
  readonly modelVersion: number
  /** Null when the chosen model answered; else why another did: `no-model`, `unknown-person`, `too-few-candidates`, … */
  readonly fallback: string | null
  /** JSON of readonly DecidedItem[] in the order shown. */
  readonly items: string
  readonly context: string
  /** JSON of what of the context is personal, under the person's key; null where nothing is. */
  readonly sealed: string | null
  readonly ts: number
}

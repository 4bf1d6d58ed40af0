import { randomUUID } from 'node:crypto'
import type { EventType } from '../store/rows.ts'
import { coarseUserAgent } from './coarse-user-agent.ts'
import { withoutIdentifiers } from './direct-identifiers.ts'
import { eventLimits } from './event-limits.ts'
import { hygiene, inspect, joined } from './json-hygiene.ts'
import { outlierOf } from './outlier-of.ts'
import { type Parts, personalParts } from './personal-parts.ts'
import { readBody } from './read-body.ts'
import { readId, readPersonId } from './read-id.ts'
import { type EventFacts, readInteractions } from './read-interactions.ts'
import { emptyRecord, type JsonRecord, readRecord, refuseWhatCannotBeKept } from './read-record.ts'
import { readTimes } from './read-times.ts'
import { Judgement, kindOf, type Refusal } from './refusal.ts'
import { type EventMeanings, eventMeanings } from './standard-events.ts'

export interface ValidationOptions {
  /** When the request came in, milliseconds since the epoch. */
  readonly receivedAt: number
  /** When the sender says it sent the batch, by its own clock; an event's own `sentAt` goes first. */
  readonly sentAt?: number | null
  /** Context of the whole batch, already read with `readRecord`; an event's own context goes over it. */
  readonly context?: JsonRecord
  /** The type where the event need not say it. */
  readonly type?: EventType | undefined
  /** Events later than `receivedAt` by more than this are refused. */
  readonly maxFutureMs: number
  /** Events before this are refused; milliseconds since the epoch. */
  readonly earliest: number
  readonly meanings: EventMeanings
  /** Whether an event may leave out who it was, because the caller knows. */
  readonly ofKnownPerson?: boolean
}

/** An event that may be stored. */
export interface ValidEvent {
  readonly type: EventType
  readonly event: string | null
  readonly messageId: string
  readonly userId: string | null
  readonly anonymousId: string | null
  /** For alias. */
  readonly previousId: string | null
  /** For group. */
  readonly groupId: string | null
  /** Traits of the person, from identify and from context.traits; null where there are none. */
  readonly traits: JsonRecord | null
  readonly groupTraits: JsonRecord | null
  /** JSON text of what is open (personal-parts.ts), without direct identifiers. */
  readonly properties: string
  readonly context: string
  /** JSON text `{ properties, context }` of what is personal; null where nothing is. */
  readonly personal: string | null
  readonly userAgent: string | null
  /** The context with what is open, as an object. */
  readonly openContext: JsonRecord
  readonly decisionId: string | null
  readonly facts: EventFacts
  readonly sentAt: number | null
  readonly receivedAt: number
  /** When it happened, corrected for the sender's clock. */
  readonly ts: number
  /** Paths of what was left out: unknown keys and direct identifiers. */
  readonly ignored: readonly string[]
}

export type Validation =
  | { readonly ok: true; readonly event: ValidEvent }
  | { readonly ok: false; readonly refused: Refusal; readonly messageId: string | null }

/** Keys of every type; those that only Segment's own servers write are accepted and not stored. */
const general = [
  'type',
  'messageId',
  'userId',
  'anonymousId',
  'timestamp',
  'originalTimestamp',
  'sentAt',
  'receivedAt',
  'context',
  'integrations',
  'version',
  'channel',
  'projectId',
  'writeKey',
  'metadata',
  '_metadata',
] // prettier-ignore
const keysOf: Readonly<Record<EventType, ReadonlySet<string>>> = {
  track: new Set([...general, 'event', 'properties']),
  identify: new Set([...general, 'traits']),
  page: new Set([...general, 'name', 'category', 'properties']),
  screen: new Set([...general, 'name', 'category', 'properties']),
  group: new Set([...general, 'groupId', 'traits']),
  alias: new Set([...general, 'previousId']),
}

const noFacts: EventFacts = { items: [], itemId: null, value: null, currency: null }

/** Options from the configuration, for one request or one import. */
export function validationOptions(
  config: {
    readonly collect: {
      readonly maxFutureMinutes: number
      readonly earliest: string
      readonly events: Readonly<Record<string, string | null>>
    }
  },
  receivedAt: number,
  meanings: EventMeanings = eventMeanings(config.collect.events),
): ValidationOptions {
  return {
    receivedAt,
    maxFutureMs: config.collect.maxFutureMinutes * 60_000,
    earliest: Date.parse(config.collect.earliest),
    meanings,
  }
}

/** Judges one raw event of the Segment spec and brings it into shape. Pure but for the id it makes where `messageId` is absent. */
export function validateEvent(raw: unknown, options: ValidationOptions): Validation {
  const judgement = new Judgement()
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    judgement.refuse('wrong-type', null, `An event is a JSON object; this is ${kindOf(raw)}.`)
    return refused(judgement, null)
  }
  const source = raw as JsonRecord
  const messageId = readId(source.messageId, 'messageId', judgement)
  const type = readType(source.type, options.type, judgement)
  if (type === null) return refused(judgement, messageId)

  const ignored: string[] = []
  const hasUnknown = readKeys(source, keysOf[type], ignored, judgement)
  const userId = readPersonId(source.userId, 'userId', judgement)
  const anonymousId = readPersonId(source.anonymousId, 'anonymousId', judgement)
  const body = readBody(type, source, judgement)
  const ownContext = readRecord(source.context, 'context', judgement)
  const context =
    ownContext === emptyRecord
      ? (options.context ?? emptyRecord)
      : options.context
        ? { ...options.context, ...ownContext }
        : ownContext
  const contextTraits = readRecord(context.traits, 'context.traits', judgement)
  if (userId === null && anonymousId === null && !options.ofKnownPerson)
    judgement.refuse('missing-field', 'userId', 'Say who it was: userId or anonymousId.')
  const times = readTimes(source, options, judgement)
  if (judgement.refusal || times === null) return refused(judgement, messageId)

  const meaning = type === 'track' && body.event !== null ? options.meanings(body.event) : undefined
  const facts = type === 'track' ? readInteractions(body.properties, meaning, judgement) : noFacts
  const decisionId = readDecisionId(body.properties, context, judgement)
  const ofProperties = personalParts(withoutIdentifiers(body.properties, 'properties', ignored))
  const ofContext = contextParts(context, options.context, ignored)
  const properties = JSON.stringify(ofProperties.open)
  const storedContext = ofContext.text
  const personal = personalText(ofProperties, ofContext)
  const size = properties.length + storedContext.length + (personal?.length ?? 0) + 1024
  if (hasUnknown || body.traits !== null || contextTraits !== emptyRecord || size * 3 > eventLimits.eventBytes)
    checkSize(source, judgement)
  const outlier = outlierOf(facts)
  if (outlier) judgement.refuse(outlier.code, outlier.field, outlier.message)
  if (judgement.refusal) return refused(judgement, messageId)

  const personTraits = type === 'identify' ? body.traits : null
  return {
    ok: true,
    event: {
      type,
      event: body.event,
      messageId: messageId ?? randomUUID(),
      userId,
      anonymousId,
      previousId: body.previousId,
      groupId: body.groupId,
      traits: contextTraits === emptyRecord ? personTraits : { ...contextTraits, ...personTraits },
      groupTraits: type === 'group' ? body.traits : null,
      properties,
      context: storedContext,
      personal,
      openContext: ofContext.open,
      userAgent: typeof context.userAgent === 'string' ? context.userAgent : null,
      decisionId,
      facts,
      sentAt: times.sentAt,
      receivedAt: options.receivedAt,
      ts: times.ts,
      ignored,
    },
  }
}

function refused(judgement: Judgement, messageId: string | null): Validation {
  const refusal = judgement.refusal ?? { code: 'invalid-value', field: null, message: 'The event cannot be read.' }
  return { ok: false, refused: refusal, messageId }
}

function readType(value: unknown, implied: EventType | undefined, judgement: Judgement): EventType | null {
  if (value === undefined || value === null) {
    if (implied !== undefined) return implied
    judgement.refuse('missing-field', 'type', 'Say the type: track, identify, page, screen, group or alias.')
    return null
  }
  if (typeof value !== 'string')
    judgement.refuse(
      'wrong-type',
      'type',
      `type is ${kindOf(value)}; send track, identify, page, screen, group or alias.`,
    )
  else if (!Object.hasOwn(keysOf, value))
    judgement.refuse('unknown-type', 'type', 'type must be track, identify, page, screen, group or alias.')
  else if (implied !== undefined && value !== implied)
    judgement.refuse(
      'unknown-type',
      'type',
      `This endpoint takes ${implied} events; leave type out, or send mixed events to /v1/batch.`,
    )
  else return value as EventType
  return null
}

/** Unknown keys are left out and reported; what is too deep inside them is refused all the same, so that nothing later trips over it. */
function readKeys(source: JsonRecord, known: ReadonlySet<string>, ignored: string[], judgement: Judgement): boolean {
  let found = false
  for (const key in source) {
    if (known.has(key)) continue
    found = true
    const field = joined('', key)
    ignored.push(field)
    const flags = inspect(source[key], eventLimits.depth)
    if (flags !== hygiene.clean)
      refuseWhatCannotBeKept(source[key], flags & (hygiene.deep | hygiene.foreign), field, judgement)
  }
  return found
}

function readDecisionId(properties: JsonRecord, context: JsonRecord, judgement: Judgement): string | null {
  if (properties.decisionId !== undefined) return readId(properties.decisionId, 'properties.decisionId', judgement)
  if (properties.decision_id !== undefined) return readId(properties.decision_id, 'properties.decision_id', judgement)
  return context.decisionId === undefined ? null : readId(context.decisionId, 'context.decisionId', judgement)
}

interface ContextParts {
  readonly open: JsonRecord
  /** JSON of it. */
  readonly text: string
  readonly personal: JsonRecord | null
}

const noContext: ContextParts = { open: emptyRecord, text: '{}', personal: null }
const partsOfContext = new WeakMap<object, ContextParts>()

/** Traits move to the state store, network addresses are not kept, user agents are made coarse; a batch's shared context is taken apart once. */
function contextParts(context: JsonRecord, shared: JsonRecord | undefined, ignored: string[]): ContextParts {
  if (context === emptyRecord) return noContext
  const known = context === shared ? partsOfContext.get(context) : undefined
  if (known !== undefined) return known
  let kept = context
  if (kept.traits !== undefined) {
    const { traits: _, ...rest } = kept
    kept = rest
  }
  if (typeof kept.userAgent === 'string') kept = { ...kept, userAgent: coarseUserAgent(kept.userAgent) }
  const { open, personal } = personalParts(withoutIdentifiers(kept, 'context', ignored))
  const parts = { open, text: JSON.stringify(open), personal }
  if (context === shared) partsOfContext.set(context, parts)
  return parts
}

function personalText({ personal: properties }: Parts, { personal: context }: ContextParts): string | null {
  if (properties === null && context === null) return null
  return JSON.stringify({ ...(properties && { properties }), ...(context && { context }) })
}

function checkSize(source: JsonRecord, judgement: Judgement): void {
  const bytes = Buffer.byteLength(JSON.stringify(source))
  if (bytes > eventLimits.eventBytes)
    judgement.refuse(
      'event-too-large',
      null,
      `The event has ${bytes} bytes; at most ${eventLimits.eventBytes} are allowed.`,
    )
}

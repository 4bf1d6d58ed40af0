import { randomUUID } from 'node:crypto'
import type { EventType } from '../store/rows.ts'
import { eventLimits } from './event-limits.ts'
import { hygiene, inspect, joined } from './json-hygiene.ts'
import { outlierOf } from './outlier-of.ts'
import { joinedParts, type Parts, personalParts } from './personal-parts.ts'
import { readBody } from './read-body.ts'
import { readId, readPersonId } from './read-id.ts'
import { type EventFacts, readInteractions } from './read-interactions.ts'
import { emptyRecord, type JsonRecord, readRecord, refuseWhatCannotBeKept } from './read-record.ts'
import { readTimes } from './read-times.ts'
import { type Reduction, reducedRecord } from './reduce/reduced-record.ts'
import { Judgement, kindOf, type Refusal } from './refusal.ts'
import { admitFields, type Drop } from './sources/admit-fields.ts'
import type { FieldTree } from './sources/field-tree.ts'
import type { Gate } from './sources/gate.ts'
import { gatedBody } from './sources/gated-body.ts'
import { setApart } from './sources/set-apart.ts'
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
  /** Decimals that degrees of latitude and longitude keep. Default 1. */
  readonly locationDecimals?: number
  /** What the source declares; undefined: everything known stays. */
  readonly gate?: Gate | undefined
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
  /** What was left out because the source does not declare it. */
  readonly dropped: readonly Drop[]
  /** What is heard of an event and not kept: a child’s age, and where somebody is. */
  readonly heard: { readonly traits: JsonRecord | null; readonly country: unknown; readonly timezone: unknown }
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
    readonly protect?: { readonly locationDecimals: number }
  },
  receivedAt: number,
  meanings: EventMeanings = eventMeanings(config.collect.events),
): ValidationOptions {
  return {
    receivedAt,
    maxFutureMs: config.collect.maxFutureMinutes * 60_000,
    earliest: Date.parse(config.collect.earliest),
    meanings,
    locationDecimals: config.protect?.locationDecimals ?? 1,
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
  const asSent = readBody(type, source, judgement)
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

  const { gate, locationDecimals = 1 } = options
  const dropped: Drop[] = []
  const { body, bare } = gate ? gatedBody(gate, type, asSent, locationDecimals, dropped) : { body: asSent, bare: false }
  if (bare && gate?.undeclared === 'refuse')
    judgement.refuse(
      'undeclared-event',
      type === 'track' ? 'event' : 'type',
      'This source does not declare such an event.',
    )
  const meaning = type === 'track' && body.event !== null && !bare ? options.meanings(body.event) : undefined
  const facts = type === 'track' ? readInteractions(body.properties, meaning, judgement) : noFacts
  const decisionId = readDecisionId(asSent.properties, context, judgement)
  const reduction: Reduction = { locationDecimals, of: 'event' }
  const tree =
    gate && (type === 'track' || type === 'page' || type === 'screen') ? gate.propertiesOf(type, body.event) : undefined
  const ofTraits: Reduction = { locationDecimals, of: 'traits' }
  const personTraits =
    type === 'identify' && body.traits !== null
      ? reducedTraits(body.traits, gate?.traits, 'traits', ofTraits, ignored)
      : null
  const alsoTraits =
    contextTraits === emptyRecord
      ? emptyRecord
      : reducedTraits(
          gate ? admitFields(contextTraits, gate.traits, 'context.traits', locationDecimals, dropped) : contextTraits,
          gate?.traits,
          'context.traits',
          ofTraits,
          ignored,
        )
  const ofProperties =
    type === 'identify'
      ? // The names only: the traits themselves live in the state store.
        { open: { traitNames: Object.keys(personTraits ?? emptyRecord).sort() }, personal: null }
      : partsOf(body.properties, tree, 'properties', reduction, ignored)
  const ofContext = contextParts(context, options.context, gate, reduction, ignored, dropped)
  const properties = JSON.stringify(ofProperties.open)
  const storedContext = ofContext.text
  const personal = personalText(ofProperties, ofContext)
  const size = properties.length + storedContext.length + (personal?.length ?? 0) + 1024
  if (hasUnknown || asSent.traits !== null || contextTraits !== emptyRecord || size * 3 > eventLimits.eventBytes)
    checkSize(source, judgement)
  const outlier = outlierOf(facts)
  if (outlier) judgement.refuse(outlier.code, outlier.field, outlier.message)
  if (judgement.refusal) return refused(judgement, messageId)

  const own = type === 'identify' ? asSent.traits : null
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
      traits: alsoTraits === emptyRecord ? personTraits : { ...alsoTraits, ...personTraits },
      groupTraits:
        type === 'group' && body.traits !== null
          ? reducedTraits(body.traits, gate?.groupTraits, 'traits', ofTraits, ignored)
          : null,
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
      dropped,
      heard: {
        traits: contextTraits === emptyRecord ? own : { ...contextTraits, ...own },
        country: recordIn(context.location)?.country,
        timezone: context.timezone ?? recordIn(context.location)?.timezone,
      },
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

const recordIn = (value: unknown): JsonRecord | undefined =>
  typeof value === 'object' && value !== null ? (value as JsonRecord) : undefined

/** A record with less about a person, in two; what the source declares with a `keep` of its own is not left to the defaults. */
function partsOf(
  record: JsonRecord,
  tree: FieldTree | undefined,
  path: string,
  reduction: Reduction,
  ignored: string[],
): Parts {
  if (tree === undefined || !tree.special) return personalParts(reducedRecord(record, reduction, path, ignored))
  const { rest, whole, sealed } = setApart(record, tree)
  const { open, personal } = personalParts(joinedParts(reducedRecord(rest, reduction, path, ignored), whole))
  return { open, personal: sealed === null ? personal : joinedParts(personal ?? emptyRecord, sealed) }
}

/** Traits are sealed all together. */
function reducedTraits(
  traits: JsonRecord,
  tree: FieldTree | undefined,
  path: string,
  reduction: Reduction,
  ignored: string[],
): JsonRecord {
  if (tree === undefined || !tree.special) return reducedRecord(traits, reduction, path, ignored)
  const { rest, whole, sealed } = setApart(traits, tree)
  return joinedParts(joinedParts(reducedRecord(rest, reduction, path, ignored), whole), sealed)
}

interface ContextParts {
  readonly open: JsonRecord
  /** JSON of it. */
  readonly text: string
  readonly personal: JsonRecord | null
}

const noContext: ContextParts = { open: emptyRecord, text: '{}', personal: null }
const partsOfContext = new WeakMap<object, ContextParts>()

/** Traits move to the state store, the rest is what is declared of it, with less about a person; a batch's shared context is taken apart once. */
function contextParts(
  context: JsonRecord,
  shared: JsonRecord | undefined,
  gate: Gate | undefined,
  reduction: Reduction,
  ignored: string[],
  dropped: Drop[],
): ContextParts {
  if (context === emptyRecord) return noContext
  const known = context === shared ? partsOfContext.get(context) : undefined
  if (known !== undefined) return known
  let kept = context
  if (kept.traits !== undefined) {
    const { traits: _, ...rest } = kept
    kept = rest
  }
  if (gate !== undefined) kept = admitFields(kept, gate.context, 'context', reduction.locationDecimals, dropped)
  const { open, personal } = partsOf(kept, gate?.context, 'context', reduction, ignored)
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

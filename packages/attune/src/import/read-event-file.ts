import { outlierOf } from '../collect/outlier-of.ts'
import { readId, readPersonId } from '../collect/read-id.ts'
import { Judgement } from '../collect/refusal.ts'
import { type EventMeanings, eventMeanings } from '../collect/standard-events.ts'
import { attuneError } from '../errors.ts'
import { assumedEvent, assumptionNote } from './assumed-event.ts'
import { standardEventName } from './event-names.ts'
import { createEventTableBuilder, type EventTable, type EventTableBuilder, type NumberedRow } from './event-table.ts'
import type { AdmittedEvent, FileGate, GatedField } from './file-gate.ts'
import { type ColumnMapping, type EventField, eventFields, guessColumns, placeColumns } from './files/map-columns.ts'
import { type FileRecord, type OpenRecordsOptions, openRecords } from './files/open-records.ts'
import { parseTime } from './files/parse-time.ts'
import { linePayload, withoutIdentifiers } from './line-payload.ts'
import type { Refusal } from './refusal.ts'

export interface ReadEventFileOptions extends Omit<OpenRecordsOptions, 'onRefused' | 'wanted'> {
  /** Field → column; undefined: by the usual names. */
  readonly columns?: ColumnMapping<EventField> | undefined
  /** The event of lines that do not say it. Default: what the columns suggest (assumed-event.ts), with a note. */
  readonly event?: string | undefined
  /** The best rating of the file; ratings are stored on a scale to 5. Default 5. */
  readonly ratingScale?: number | undefined
  /** ISO 4217 code of all amounts, where no column says it. */
  readonly currency?: string | undefined
  /** Event name → kind, from the configuration. */
  readonly events?: Readonly<Record<string, string | null>> | undefined
  /** Milliseconds since the epoch: later than this is impossible. */
  readonly latest: number
  /** Earlier than this is impossible. */
  readonly earliest: number
  /** False: keep amounts however large. Default true. */
  readonly outliers?: boolean | undefined
  /** What the source declares, and consent; undefined: everything that columns can say is kept. */
  readonly gate?: FileGate | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface EventFile {
  readonly table: EventTable
  readonly refused: readonly Refusal[]
  /** Records with the refused ones. */
  readonly read: number
  readonly columns: ColumnMapping<EventField>
  readonly notes: readonly string[]
}

/**
 * Reads a CSV, TSV, JSON-lines or Parquet file of events. What cannot be an event is refused with its line, the rest is kept.
 *
 * @throws AttuneError `file-not-found`, `missing-column`, `empty-file`, `unknown-format`
 */
export async function readEventFile(path: string, options: ReadEventFileOptions): Promise<EventFile> {
  const refused: Refusal[] = []
  const wanted = options.columns ? Object.values(options.columns) : undefined
  const source = await openRecords(path, { ...options, wanted, onRefused: (one) => refused.push(one) })
  const columns = options.columns ?? guessColumns(source.columns, eventFields)
  requireEventFields(source.name, source.columns, columns)
  const place = placeColumns(source.name, source.columns, columns)
  const meanings = eventMeanings(options.events)
  const assumed = assumedEvent(columns)
  const ratingScale = options.ratingScale ?? 5
  const builder = createEventTableBuilder([source.name])
  const userOf = remembered(readPersonId, 'user', columns.user ?? 'user')
  const anonymousOf = remembered(readPersonId, 'anonymous', columns.anonymous ?? 'anonymous')
  const itemOf = remembered(readId, 'item', columns.item ?? 'item')
  const { gate } = options
  const eventOf = rememberedEvents(builder, meanings, gate)
  const standard = eventOf(options.event ?? assumed.name)
  const bestRating = `a rating from 0 to ${ratingScale} (name another best rating with --rating-scale)`
  let read = 0
  /** Lines that do not say what happened. */
  let unsaid = 0

  const at = (record: FileRecord, field: EventField): unknown => {
    const index = place[field]
    return index === undefined ? undefined : record.fields[index]
  }

  /** A number, NaN where there is none, or what is wrong with it. */
  function number(raw: unknown, field: EventField, low: number, high: number, expected: string) {
    if (isNothing(raw)) return Number.NaN
    const value =
      typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN
    if (value >= low && value <= high) return value
    return problem('impossible-value', field, `${columns[field]} must be ${expected}.`)
  }

  function numbersOf(record: FileRecord): NumberedRow | Problem {
    const user = userOf(at(record, 'user'))
    if (user && 'reason' in user) return user
    const anonymous = user ? undefined : anonymousOf(at(record, 'anonymous'))
    if (anonymous && 'reason' in anonymous) return anonymous
    if (!user && !anonymous) {
      const field = columns.user === undefined ? 'anonymous' : 'user'
      return problem('missing-field', field, `${columns[field]} is empty: who did it?`)
    }
    const rawEvent = at(record, 'event')
    const event = isNothing(rawEvent) ? standard : eventOf(String(rawEvent))
    if (isNothing(rawEvent)) unsaid += 1
    if ('reason' in event) return event
    if (event.admitted?.as === 'refused')
      return problem('undeclared-event', 'event', `The source does not declare the event “${event.name}”.`)
    const admitted = (field: GatedField): unknown => {
      const raw = at(record, field)
      if (event.admitted === undefined || isNothing(raw) || event.admitted.fields.has(field)) return raw
      gate?.dropped(event.name, field)
      return undefined
    }
    const item = itemOf(admitted('item'))
    if (item && 'reason' in item) return item
    if (!item && event.admitted?.as !== 'bare' && (columns.event === undefined || event.needsItem)) {
      return problem('missing-field', 'item', `${columns.item ?? 'item'} is empty: what is “${event.name}” about?`)
    }
    const time = timeOf(at(record, 'time'))
    if (typeof time === 'object') return time
    const rating = number(admitted('rating'), 'rating', 0, ratingScale, bestRating)
    if (typeof rating === 'object') return rating
    if (event.isRating && Number.isNaN(rating)) {
      return problem('missing-field', 'rating', `${columns.rating ?? 'rating'} is empty: how many stars?`)
    }
    const value = number(admitted('value'), 'value', 0, Number.MAX_VALUE, 'a number, zero or more')
    if (typeof value === 'object') return value
    const quantity = number(admitted('quantity'), 'quantity', Number.MIN_VALUE, Number.MAX_VALUE, 'a number above zero')
    if (typeof quantity === 'object') return quantity
    const currency =
      textOf(admitted('currency')) ?? (event.admitted?.fields.has('currency') === false ? undefined : options.currency)
    if (options.outliers !== false && (value > 1000 || quantity > 1000)) {
      const outlier = absurd(value, quantity, currency)
      if (outlier) return outlier
    }
    const order = textOf(admitted('order'))
    const who = user ? { kind: 'user' as const, id: user.id } : { kind: 'anonymous' as const, id: anonymous?.id ?? '' }
    if (gate && !gate.allows(who, event.kind, !Number.isNaN(value)))
      return problem('no-consent', columns.user === undefined ? 'anonymous' : 'user', noConsent)
    const message = textOf(at(record, 'message'))
    return {
      file: 0,
      line: record.line,
      person: user ? numbered(user, builder.user) : anonymous ? numbered(anonymous, builder.anonymous) : -1,
      item: item ? numbered(item, builder.item) : -1,
      event: event.index,
      order: order === undefined ? -1 : builder.order(order),
      currency: currency === undefined ? -1 : builder.currency(currency),
      message: message === undefined ? -1 : builder.message(message),
      time,
      rating: ratingScale === 5 ? rating : (rating * 5) / ratingScale,
      value,
      quantity,
    }
  }

  function timeOf(raw: unknown): number | Problem {
    if (columns.time === undefined) return Number.NaN
    if (isNothing(raw)) return problem('missing-field', 'time', `${columns.time} is empty: when was it?`)
    const time = parseTime(raw)
    if (time >= options.earliest && time <= options.latest) return time
    if (Number.isNaN(time)) {
      const message = `${columns.time} is no time: write 2024-05-01T08:00:00Z or seconds since 1970.`
      return problem('impossible-value', 'time', message)
    }
    if (time > options.latest) return problem('future-timestamp', 'time', `${columns.time} lies in the future.`)
    const earliest = new Date(options.earliest).toISOString().slice(0, 10)
    return problem('impossible-value', 'time', `${columns.time} is before ${earliest}.`)
  }

  /** Of a declared source only what could have been stored is kept of a line; of somebody who did not agree nothing is. */
  function payloadOf(record: FileRecord, reason: string): string | null {
    if (reason === 'no-consent') return null
    if (gate === undefined) return linePayload(source.columns, record.fields)
    const rawEvent = at(record, 'event')
    const event = isNothing(rawEvent) ? standard : eventOf(String(rawEvent))
    const taken: ReadonlySet<string> = 'reason' in event ? new Set() : (event.admitted?.fields ?? new Set())
    const shown = (Object.entries(columns) as [EventField, string][])
      .filter(([field]) => alwaysTaken.has(field) || taken.has(field))
      .map(([, column]) => column)
    return linePayload(
      shown,
      shown.map((column) => record.fields[source.columns.indexOf(column)]),
    )
  }

  function refuse(record: FileRecord, { reason, field, message }: Problem): void {
    const payload = payloadOf(record, reason)
    refused.push({ file: source.name, line: record.line, reason, field: columns[field] ?? field, message, payload })
  }

  for await (const batch of source.batches) {
    read += batch.length
    for (const record of batch) {
      const row = numbersOf(record)
      if ('reason' in row) refuse(record, row)
      else builder.push(row)
    }
    options.onProgress?.(source.done(), source.total)
  }
  gate?.done()
  const note = options.event === undefined ? assumptionNote(assumed, columns, unsaid) : undefined
  const broken = refused.filter(({ reason }) => brokenLines.has(reason)).length
  return {
    table: builder.build(columns.time === undefined ? 'none' : 'given'),
    refused: refused.map((one) =>
      !brokenLines.has(one.reason) ? one : gate ? { ...one, payload: null } : withoutIdentifiers(one, source.columns),
    ),
    read: read + broken,
    columns,
    notes: note === undefined ? source.notes() : [...source.notes(), note],
  }
}

const noConsent = 'The person has not agreed to this being kept, so it was not.'
/** Who, what and when. */
const alwaysTaken: ReadonlySet<EventField> = new Set(['user', 'anonymous', 'event', 'time', 'message'] as const)
const brokenLines: ReadonlySet<string> = new Set(['broken-quoting', 'wrong-column-count', 'broken-json'])

/** @throws AttuneError `missing-column` where nobody or nothing is named */
export function requireEventFields(file: string, has: readonly string[], columns: ColumnMapping<EventField>): void {
  const missing =
    columns.user === undefined && columns.anonymous === undefined
      ? 'user'
      : columns.item === undefined && columns.event === undefined
        ? 'item'
        : undefined
  if (missing === undefined) return
  throw attuneError(
    'missing-column',
    `No column of ${file} is known to be the ${missing}. It has ${has.join(', ')}. Name it with --columns ${missing}=…`,
    { details: { field: missing, columns: has } },
  )
}

function isNothing(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === ''
}

function textOf(value: unknown): string | undefined {
  return isNothing(value) ? undefined : String(value)
}

/** What is wrong with a record. */
interface Problem {
  readonly reason: string
  readonly field: EventField
  readonly message: string
}

function problem(reason: string, field: EventField, message: string): Problem {
  return { reason, field, message }
}

/** The same limits as for events that come over HTTP. */
function absurd(price: number, units: number, currency: string | undefined): Problem | undefined {
  const quantity = Number.isNaN(units) ? 1 : units
  const value = Number.isNaN(price) ? null : price * quantity
  const facts = { itemId: '', kind: '', amount: quantity, value, currency: currency ?? null, position: null }
  const outlier = outlierOf({ items: [facts], itemId: null, value, currency: currency ?? null })
  if (!outlier) return undefined
  return problem(outlier.code, outlier.field?.endsWith('quantity') ? 'quantity' : 'value', outlier.message)
}

type IdReader = (value: unknown, field: string, judgement: Judgement) => string | null

/** An id that was accepted; its number is given when the first whole row with it is. */
interface KnownId {
  readonly id: string
  index: number
}

function numbered(known: KnownId, indexOf: (id: string) => number): number {
  if (known.index < 0) known.index = indexOf(known.id)
  return known.index
}

/** Ids repeat: each is judged once. Undefined where there is none. */
function remembered(read: IdReader, field: EventField, column: string) {
  const judged = new Map<unknown, KnownId | Problem>()
  return (raw: unknown): KnownId | Problem | undefined => {
    if (isNothing(raw)) return undefined
    const known = judged.get(raw)
    if (known !== undefined) return known
    const judgement = new Judgement()
    const id = read(typeof raw === 'string' ? raw.trim() : raw, column, judgement)
    const { refusal } = judgement
    if (!refusal && id === null) return undefined
    const result = refusal ? problem(refusal.code, field, refusal.message) : { id: id ?? '', index: -1 }
    if (judged.size > 2_000_000) judged.clear()
    // A slice of a large text keeps the whole of it alive; a copy does not.
    judged.set(typeof raw === 'string' ? Buffer.from(raw).toString() : raw, result)
    return result
  }
}

interface NamedEvent {
  readonly index: number
  readonly name: string
  readonly needsItem: boolean
  readonly isRating: boolean
  readonly kind: string | null
  /** What of it the source takes; undefined without a gate. */
  readonly admitted: AdmittedEvent | undefined
}

/** Events by the names of the file; theirs are kept where they are standard, known by an alias, or the team's own. */
function rememberedEvents(builder: EventTableBuilder, meanings: EventMeanings, gate: FileGate | undefined) {
  const named = new Map<string, NamedEvent | Problem>()
  return (raw: string): NamedEvent | Problem => {
    const known = named.get(raw)
    if (known) return known
    const text = Buffer.from(raw).toString().trim()
    const name = meanings(text) ? text : standardEventName(text)
    const admitted = gate?.admit(name)
    const meaning = admitted === undefined || admitted.as === 'declared' ? meanings(name) : undefined
    const result =
      name.length > 256
        ? problem('too-long', 'event', 'The name of the event is longer than 256 characters.')
        : {
            index: builder.event(name),
            name,
            needsItem: meaning?.needsItem === true,
            isRating: meaning?.kind === 'rating',
            kind: meaning?.kind ?? null,
            admitted,
          }
    if (named.size < 10_000) named.set(text, result)
    return result
  }
}

import { outlierOf } from '../collect/outlier-of.ts'
import { readId, readPersonId } from '../collect/read-id.ts'
import { Judgement } from '../collect/refusal.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import { attuneError } from '../errors.ts'
import { standardEventName } from './event-names.ts'
import { createEventTableBuilder, type EventRowInput, type EventTable } from './event-table.ts'
import { type ColumnMapping, type EventField, eventFields, guessColumns, placeColumns } from './files/map-columns.ts'
import { type FileRecord, type OpenRecordsOptions, openRecords } from './files/open-records.ts'
import { parseTime } from './files/parse-time.ts'
import { maxPayloadLength, type Refusal } from './refusal.ts'

export interface ReadEventFileOptions extends Omit<OpenRecordsOptions, 'onRefused' | 'wanted'> {
  /** Field → column; undefined: by the usual names. */
  readonly columns?: ColumnMapping<EventField> | undefined
  /** The event of a file without a column for it. Default: what its columns suggest. */
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
  const onRefused = (refusal: Refusal) => refused.push(refusal)
  const wanted = options.columns ? Object.values(options.columns) : undefined
  const source = await openRecords(path, { ...options, wanted, onRefused })
  const columns = options.columns ?? guessColumns(source.columns, eventFields)
  requireFields(source.name, source.columns, columns)
  const place = placeColumns(source.name, source.columns, columns)
  const meanings = eventMeanings(options.events)
  const defaultEvent = options.event ?? usualEvent(columns)
  const ratingScale = options.ratingScale ?? 5
  const builder = createEventTableBuilder([source.name])
  const people = rememberedIds(readPersonId)
  const items = rememberedIds(readId)
  const names = new Map<string, string>()
  const times = rememberedTimes()
  let read = 0

  /** A number, undefined where there is none, or what is wrong with it. */
  function number(record: FileRecord, field: EventField, accepts: (value: number) => boolean, expected: string) {
    const at = place[field]
    const raw = at === undefined ? undefined : record.fields[at]
    if (raw === undefined || raw === null || raw === '') return undefined
    const value =
      typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN
    if (Number.isFinite(value) && accepts(value)) return value
    return problem('impossible-value', field, `${columns[field]} must be ${expected}.`)
  }

  function eventOf(record: FileRecord): EventRowInput | Problem {
    const at = (field: EventField) => (place[field] === undefined ? undefined : record.fields[place[field]])
    const user = people(at('user'), 'user', columns)
    if (isProblem(user)) return user
    const anonymous = people(at('anonymous'), 'anonymous', columns)
    if (isProblem(anonymous)) return anonymous
    if (user === undefined && anonymous === undefined) {
      const field = columns.user === undefined ? 'anonymous' : 'user'
      return problem('missing-field', field, `${columns[field]} is empty: who did it?`)
    }
    const rawEvent = textOf(at('event'))
    const event = rawEvent === undefined ? defaultEvent : nameOf(rawEvent)
    if (event.length > 256) return problem('too-long', 'event', `${columns.event} is longer than 256 characters.`)
    const item = items(at('item'), 'item', columns)
    if (isProblem(item)) return item
    const meaning = meanings(event)
    if (item === undefined && (columns.event === undefined || meaning?.needsItem)) {
      return problem('missing-field', 'item', `${columns.item ?? 'item'} is empty: what is “${event}” about?`)
    }
    const time = timeOf(at('time'))
    if (isProblem(time)) return time
    const best = `a rating from 0 to ${ratingScale} (name another best rating with --rating-scale)`
    const rating = number(record, 'rating', (stars) => stars >= 0 && stars <= ratingScale, best)
    if (isProblem(rating)) return rating
    if (rating === undefined && meaning?.kind === 'rating') {
      return problem('missing-field', 'rating', `${columns.rating ?? 'rating'} is empty: how many stars?`)
    }
    const value = number(record, 'value', (money) => money >= 0, 'a number, zero or more')
    if (isProblem(value)) return value
    const quantity = number(record, 'quantity', (units) => units > 0, 'a number above zero')
    if (isProblem(quantity)) return quantity
    const currency = textOf(at('currency')) ?? options.currency
    if (options.outliers !== false && (value !== undefined || quantity !== undefined)) {
      const outlier = absurd(value, quantity, currency)
      if (outlier) return outlier
    }
    return {
      line: record.line,
      userId: user,
      anonymousId: anonymous,
      itemId: item,
      event,
      orderId: textOf(at('order')),
      currency,
      messageId: textOf(at('message')),
      time,
      rating: rating === undefined ? undefined : (rating * 5) / ratingScale,
      value,
      quantity,
    }
  }

  function timeOf(raw: unknown): number | undefined | Problem {
    if (columns.time === undefined) return undefined
    const time = times(raw)
    if (time === undefined) return problem('missing-field', 'time', `${columns.time} is empty: when was it?`)
    if (Number.isNaN(time)) {
      const message = `${columns.time} is no time: write 2024-05-01T08:00:00Z or seconds since 1970.`
      return problem('impossible-value', 'time', message)
    }
    if (time > options.latest) return problem('future-timestamp', 'time', `${columns.time} lies in the future.`)
    if (time >= options.earliest) return time
    const earliest = new Date(options.earliest).toISOString().slice(0, 10)
    return problem('impossible-value', 'time', `${columns.time} is before ${earliest}.`)
  }

  function refuse(record: FileRecord, { reason, field, message }: Problem): void {
    const text = source.format === 'jsonl' ? JSON.stringify(record.fields) : record.fields.join(',')
    const payload = text.slice(0, maxPayloadLength)
    refused.push({ file: source.name, line: record.line, reason, field: columns[field] ?? field, message, payload })
  }

  function nameOf(raw: string): string {
    const text = raw.trim()
    let name = names.get(text)
    if (name === undefined) {
      name = meanings(text) ? text : standardEventName(text)
      if (names.size < 10_000) names.set(text, name)
    }
    return name
  }

  for await (const batch of source.batches) {
    read += batch.length
    for (const record of batch) {
      const event = eventOf(record)
      if (isProblem(event)) refuse(record, event)
      else builder.add(event)
    }
    options.onProgress?.(source.done(), source.total)
  }
  const broken = refused.filter(({ reason }) => brokenLines.has(reason)).length
  return {
    table: builder.build(columns.time === undefined ? 'none' : 'given'),
    refused,
    read: read + broken,
    columns,
    notes: source.notes(),
  }
}

const brokenLines: ReadonlySet<string> = new Set(['broken-quoting', 'wrong-column-count', 'broken-json'])

function requireFields(file: string, has: readonly string[], columns: ColumnMapping<EventField>): void {
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

/** What happened, where no column says it. */
function usualEvent(columns: ColumnMapping<EventField>): string {
  if (columns.rating !== undefined) return 'Product Rated'
  return columns.order !== undefined || columns.quantity !== undefined ? 'Order Completed' : 'Product Viewed'
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value)
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

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'reason' in value
}

/** The same limits as for events that come over HTTP. */
function absurd(price: number | undefined, quantity = 1, currency: string | undefined): Problem | undefined {
  const value = price === undefined ? null : price * quantity
  const facts = { itemId: '', kind: '', amount: quantity, value, currency: currency ?? null, position: null }
  const outlier = outlierOf({ items: [facts], itemId: null, value, currency: currency ?? null })
  if (!outlier) return undefined
  return problem(outlier.code, outlier.field?.endsWith('quantity') ? 'quantity' : 'value', outlier.message)
}

type IdReader = (value: unknown, field: string, judgement: Judgement) => string | null

/** Ids repeat: each is judged once. Undefined where there is none. */
function rememberedIds(read: IdReader) {
  const judged = new Map<unknown, string | undefined | Problem>()
  return (raw: unknown, field: EventField, columns: ColumnMapping<EventField>): string | undefined | Problem => {
    if (raw === undefined || raw === null || raw === '') return undefined
    const known = judged.get(raw)
    if (known !== undefined) return known
    const judgement = new Judgement()
    const id = read(typeof raw === 'string' ? raw.trim() : raw, columns[field] ?? field, judgement)
    const { refusal } = judgement
    const result = refusal ? problem(refusal.code, field, refusal.message) : (id ?? undefined)
    if (judged.size > 2_000_000) judged.clear()
    // A slice of a large text keeps the whole of it alive; a copy does not.
    judged.set(typeof raw === 'string' ? Buffer.from(raw).toString() : raw, result)
    return result
  }
}

/** Rows of one moment often follow each other. Undefined where there is none. */
function rememberedTimes() {
  let last: unknown
  let time: number | undefined
  return (raw: unknown): number | undefined => {
    if (raw === undefined || raw === null || raw === '') return undefined
    if (raw === last) return time
    last = raw
    time = parseTime(raw)
    return time
  }
}

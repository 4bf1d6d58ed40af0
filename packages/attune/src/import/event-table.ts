/** Who did it, as the source names them. */
export interface PersonKey {
  readonly kind: 'user' | 'anonymous'
  readonly id: string
}

/** Whether the times of a table are the source's own, were made up from the order of its rows, or say nothing at all. */
export type TimeKind = 'given' | 'order-only' | 'none'

/**
 * Events of an import as columns: dictionaries of what repeats, and one typed array a column. Row r was said by line
 * `line[r]` of `files[file[r]]`. A number that is not there is NaN, an id that is not there is −1.
 */
export interface EventTable {
  readonly size: number
  readonly files: readonly string[]
  readonly persons: readonly PersonKey[]
  readonly itemIds: readonly string[]
  readonly eventNames: readonly string[]
  /** Ids of orders: rows of one order become one event with several items. */
  readonly orderIds: readonly string[]
  readonly currencies: readonly string[]
  /** The sender's own message ids; empty when it has none. */
  readonly messageIds: readonly string[]
  readonly times: TimeKind
  readonly file: Uint8Array
  readonly line: Int32Array
  readonly person: Int32Array
  readonly item: Int32Array
  readonly event: Int32Array
  readonly order: Int32Array
  readonly currency: Int32Array
  readonly message: Int32Array
  /** Milliseconds since the epoch. */
  readonly time: Float64Array
  readonly rating: Float64Array
  /** Money: of one unit where there is a quantity. */
  readonly value: Float64Array
  readonly quantity: Float64Array
}

/** One row to add; what is undefined is not there. */
export interface EventRowInput {
  readonly file?: number
  readonly line: number
  readonly userId?: string | undefined
  readonly anonymousId?: string | undefined
  readonly itemId?: string | undefined
  readonly event: string
  readonly orderId?: string | undefined
  readonly currency?: string | undefined
  readonly messageId?: string | undefined
  readonly time?: number | undefined
  readonly rating?: number | undefined
  readonly value?: number | undefined
  readonly quantity?: number | undefined
}

/** A row by the numbers of its ids; −1 and NaN where there is nothing. */
export interface NumberedRow {
  readonly file: number
  readonly line: number
  readonly person: number
  readonly item: number
  readonly event: number
  readonly order: number
  readonly currency: number
  readonly message: number
  readonly time: number
  readonly rating: number
  readonly value: number
  readonly quantity: number
}

export interface EventTableBuilder {
  readonly size: number
  /** Numbers of ids; new ones are added. */
  user(id: string): number
  anonymous(id: string): number
  item(id: string): number
  event(name: string): number
  order(id: string): number
  currency(code: string): number
  message(id: string): number
  /** For readers that remember the numbers themselves. */
  push(row: NumberedRow): void
  add(row: EventRowInput): void
  build(times: TimeKind): EventTable
}

const intColumns = ['line', 'person', 'item', 'event', 'order', 'currency', 'message'] as const
const floatColumns = ['time', 'rating', 'value', 'quantity'] as const
type Columns = { file: Uint8Array } & Record<(typeof intColumns)[number], Int32Array> &
  Record<(typeof floatColumns)[number], Float64Array>

/** Gathers rows into an {@link EventTable}; memory grows with the rows and with the distinct ids, not with the text. */
export function createEventTableBuilder(files: readonly string[]): EventTableBuilder {
  let capacity = 4096
  let size = 0
  let columns = columnsOf(capacity)
  const persons: PersonKey[] = []
  const newPerson = (kind: PersonKey['kind']) => (id: string) => persons.push({ kind, id }) - 1
  const users = createDictionary(newPerson('user'))
  const anonymous = createDictionary(newPerson('anonymous'))
  const lists = { item: [], event: [], order: [], currency: [], message: [] } as Record<string, string[]>
  const listed = (name: string) => {
    const list = lists[name] as string[]
    return { list, indexOf: createDictionary((id) => list.push(id) - 1) }
  }
  const [items, events, orders, currencies, messages] = [
    listed('item'),
    listed('event'),
    listed('order'),
    listed('currency'),
    listed('message'),
  ]

  function push(row: NumberedRow): void {
    if (size === capacity) {
      capacity *= 2
      columns = columnsOf(capacity, columns)
    }
    columns.file[size] = row.file
    columns.line[size] = row.line
    columns.person[size] = row.person
    columns.item[size] = row.item
    columns.event[size] = row.event
    columns.order[size] = row.order
    columns.currency[size] = row.currency
    columns.message[size] = row.message
    columns.time[size] = row.time
    columns.rating[size] = row.rating
    columns.value[size] = row.value
    columns.quantity[size] = row.quantity
    size += 1
  }

  return {
    get size() {
      return size
    },
    user: users,
    anonymous,
    item: items.indexOf,
    event: events.indexOf,
    order: orders.indexOf,
    currency: currencies.indexOf,
    message: messages.indexOf,
    push,
    add(row) {
      push({
        file: row.file ?? 0,
        line: row.line,
        person: row.userId === undefined ? anonymous(row.anonymousId ?? '') : users(row.userId),
        item: row.itemId === undefined ? -1 : items.indexOf(row.itemId),
        event: events.indexOf(row.event),
        order: row.orderId === undefined ? -1 : orders.indexOf(row.orderId),
        currency: row.currency === undefined ? -1 : currencies.indexOf(row.currency),
        message: row.messageId === undefined ? -1 : messages.indexOf(row.messageId),
        time: row.time ?? Number.NaN,
        rating: row.rating ?? Number.NaN,
        value: row.value ?? Number.NaN,
        quantity: row.quantity ?? Number.NaN,
      })
    },
    build(times) {
      const full = Object.entries(columns).map(([name, column]) => [name, column.subarray(0, size)])
      return {
        ...(Object.fromEntries(full) as Columns),
        size,
        files,
        persons,
        itemIds: items.list,
        eventNames: events.list,
        orderIds: orders.list,
        currencies: currencies.list,
        messageIds: messages.list,
        times,
      }
    },
  }
}

function columnsOf(capacity: number, old?: Columns): Columns {
  const grown = {
    file: new Uint8Array(capacity),
    ...Object.fromEntries(intColumns.map((name) => [name, new Int32Array(capacity)])),
    ...Object.fromEntries(floatColumns.map((name) => [name, new Float64Array(capacity)])),
  } as Columns
  if (old) for (const [name, column] of Object.entries(old)) grown[name as keyof Columns].set(column)
  return grown
}

/** Text → number; `onNew` gives a new text its number. */
function createDictionary(onNew: (text: string) => number): (text: string) => number {
  const indexes = new Map<string, number>()
  return (text) => {
    const known = indexes.get(text)
    if (known !== undefined) return known
    // A slice of a large text keeps the whole of it alive; a copy does not.
    const owned = Buffer.from(text).toString()
    const index = onNew(owned)
    indexes.set(owned, index)
    return index
  }
}

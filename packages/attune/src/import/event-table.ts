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

export interface EventTableBuilder {
  readonly size: number
  add(row: EventRowInput): void
  build(times: TimeKind): EventTable
}

/** Columns of a table by the type of their array, for growing and for choosing rows. */
const intColumns = ['line', 'person', 'item', 'event', 'order', 'currency', 'message'] as const
const floatColumns = ['time', 'rating', 'value', 'quantity'] as const

/** Gathers rows into an {@link EventTable}; memory grows with the rows and with the distinct ids, not with the text. */
export function createEventTableBuilder(files: readonly string[]): EventTableBuilder {
  let capacity = 4096
  let size = 0
  let file = new Uint8Array(capacity)
  const ints = intColumns.map(() => new Int32Array(capacity))
  const floats = floatColumns.map(() => new Float64Array(capacity))
  const users = createDictionary()
  const persons: PersonKey[] = []
  const items = createDictionary()
  const events = createDictionary()
  const orders = createDictionary()
  const currencies = createDictionary()
  const messages = createDictionary()

  function grow(): void {
    capacity *= 2
    const bytes = new Uint8Array(capacity)
    bytes.set(file)
    file = bytes
    for (const [i, old] of ints.entries()) {
      const grown = new Int32Array(capacity)
      grown.set(old)
      ints[i] = grown
    }
    for (const [i, old] of floats.entries()) {
      const grown = new Float64Array(capacity)
      grown.set(old)
      floats[i] = grown
    }
  }

  function personOf({ userId, anonymousId }: EventRowInput): number {
    const key = userId === undefined ? `a${anonymousId}` : `u${userId}`
    const index = users.indexOf(key)
    if (index === persons.length) {
      const owned = users.values[index] as string
      persons.push({ kind: userId === undefined ? 'anonymous' : 'user', id: owned.slice(1) })
    }
    return index
  }

  return {
    get size() {
      return size
    },
    add(row) {
      if (size === capacity) grow()
      file[size] = row.file ?? 0
      const numbers = [
        row.line,
        personOf(row),
        row.itemId === undefined ? -1 : items.indexOf(row.itemId),
        events.indexOf(row.event),
        row.orderId === undefined ? -1 : orders.indexOf(row.orderId),
        row.currency === undefined ? -1 : currencies.indexOf(row.currency),
        row.messageId === undefined ? -1 : messages.indexOf(row.messageId),
      ]
      for (let i = 0; i < numbers.length; i += 1) (ints[i] as Int32Array)[size] = numbers[i] as number
      const facts = [row.time, row.rating, row.value, row.quantity]
      for (let i = 0; i < facts.length; i += 1) (floats[i] as Float64Array)[size] = facts[i] ?? Number.NaN
      size += 1
    },
    build(times) {
      const int = (name: (typeof intColumns)[number]) =>
        (ints[intColumns.indexOf(name)] as Int32Array).subarray(0, size)
      const float = (name: (typeof floatColumns)[number]) =>
        (floats[floatColumns.indexOf(name)] as Float64Array).subarray(0, size)
      return {
        size,
        files,
        persons,
        itemIds: items.values,
        eventNames: events.values,
        orderIds: orders.values,
        currencies: currencies.values,
        messageIds: messages.values,
        times,
        file: file.subarray(0, size),
        line: int('line'),
        person: int('person'),
        item: int('item'),
        event: int('event'),
        order: int('order'),
        currency: int('currency'),
        message: int('message'),
        time: float('time'),
        rating: float('rating'),
        value: float('value'),
        quantity: float('quantity'),
      }
    },
  }
}

interface Dictionary {
  readonly values: readonly string[]
  indexOf(text: string): number
}

function createDictionary(): Dictionary {
  const values: string[] = []
  const indexes = new Map<string, number>()
  return {
    values,
    indexOf(text) {
      const known = indexes.get(text)
      if (known !== undefined) return known
      // A slice of a large text keeps the whole of it alive; a copy does not.
      const owned = Buffer.from(text).toString()
      indexes.set(owned, values.length)
      values.push(owned)
      return values.length - 1
    },
  }
}

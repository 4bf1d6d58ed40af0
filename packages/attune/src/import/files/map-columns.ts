import { attuneError } from '../../errors.ts'

/** What a column of an event file can mean. */
export const eventFields = [
  'user',
  'anonymous',
  'item',
  'event',
  'rating',
  'time',
  'value',
  'quantity',
  'currency',
  'order',
  'message',
] as const
export type EventField = (typeof eventFields)[number]

/** What a column of an item file can mean. */
export const itemFields = [
  'id',
  'kind',
  'title',
  'description',
  'categories',
  'tags',
  'brand',
  'price',
  'currency',
  'image',
  'url',
  'language',
  'available',
  'publishedAt',
] as const
export type ItemField = (typeof itemFields)[number]

export type ColumnMapping<Field extends string> = Readonly<Partial<Record<Field, string>>>

/** Names that columns commonly have, without case, spaces, dashes and underscores. */
const usualNames: Readonly<Record<string, readonly string[]>> = {
  user: ['user', 'userid', 'customer', 'customerid', 'member', 'memberid', 'reviewerid', 'client', 'clientid', 'uid'],
  anonymous: [
    'anonymous',
    'anonymousid',
    'visitor',
    'visitorid',
    'session',
    'sessionid',
    'cookie',
    'cookieid',
    'deviceid',
  ],
  item: [
    'item',
    'itemid',
    'product',
    'productid',
    'sku',
    'stockcode',
    'asin',
    'movie',
    'movieid',
    'article',
    'articleid',
    'artistid',
    'iid',
  ],
  event: ['event', 'eventname', 'eventtype', 'action', 'behavior', 'behaviour', 'behaviortype'],
  rating: ['rating', 'stars', 'score', 'overall'],
  time: [
    'time',
    'timestamp',
    'ts',
    'date',
    'datetime',
    'createdat',
    'eventtime',
    'occurredat',
    'invoicedate',
    'unixreviewtime',
    'reviewtime',
  ],
  value: ['value', 'price', 'unitprice', 'amount', 'revenue'],
  quantity: ['quantity', 'qty', 'units'],
  order: ['order', 'orderid', 'invoice', 'invoiceno', 'invoiceid', 'transaction', 'transactionid'],
  message: ['message', 'messageid', 'eventid'],
  currency: ['currency', 'currencycode'],
  id: ['id', 'itemid', 'productid', 'sku', 'asin', 'stockcode', 'movieid'],
  kind: ['kind', 'type'],
  title: ['title', 'name', 'productname', 'description'],
  description: ['description', 'text', 'abstract', 'body'],
  categories: ['categories', 'category', 'genres', 'genre', 'productcategory'],
  tags: ['tags', 'keywords'],
  brand: ['brand', 'manufacturer', 'vendor'],
  image: ['image', 'imageurl', 'picture', 'pictureurl'],
  url: ['url', 'link'],
  language: ['language', 'lang', 'locale'],
  available: ['available', 'instock', 'active'],
  publishedAt: ['publishedat', 'published', 'releasedate', 'createdat'],
  price: ['price', 'unitprice'],
}

/**
 * Reads `user=customer_id,item=sku`.
 *
 * @throws AttuneError `bad-columns` naming the field that does not exist
 */
export function parseColumns<Field extends string>(text: string, fields: readonly Field[]): ColumnMapping<Field> {
  const mapping: Partial<Record<Field, string>> = {}
  for (const part of text.split(',')) {
    const equals = part.indexOf('=')
    const field = part.slice(0, Math.max(0, equals)).trim()
    const column = part.slice(equals + 1).trim()
    if (equals < 1 || column === '') {
      throw bad(`Write --columns as field=column, for example user=customer_id,item=sku; “${part.trim()}” is not.`)
    }
    if (!(fields as readonly string[]).includes(field)) {
      throw bad(`There is no field “${field}” to map a column to; there are ${fields.join(', ')}.`)
    }
    mapping[field as Field] = column
  }
  return mapping
}

/** Fields whose usual names are among the columns. A column is used once, the first field of the list wins. */
export function guessColumns<Field extends string>(
  columns: readonly string[],
  fields: readonly Field[],
): ColumnMapping<Field> {
  const free = new Map<string, string>()
  for (const column of columns) free.set(plainName(column), column)
  const mapping: Partial<Record<Field, string>> = {}
  for (const field of fields) {
    const name = (usualNames[field] ?? []).find((usual) => free.has(usual))
    if (name === undefined) continue
    mapping[field] = free.get(name) as string
    free.delete(name)
  }
  return mapping
}

/**
 * Where each mapped field lies in a record.
 *
 * @throws AttuneError `missing-column` listing what the file has and the nearest name
 */
export function placeColumns<Field extends string>(
  file: string,
  columns: readonly string[],
  mapping: ColumnMapping<Field>,
): Readonly<Partial<Record<Field, number>>> {
  const places: Partial<Record<Field, number>> = {}
  for (const [field, column] of Object.entries(mapping) as [Field, string][]) {
    let place = columns.indexOf(column)
    // Columns of a file without names, or with names, may be given by their place too.
    if (place < 0 && /^[1-9]\d*$/.test(column) && Number(column) <= columns.length) place = Number(column) - 1
    if (place < 0) {
      const near = nearest(column, columns)
      throw attuneError(
        'missing-column',
        `${file} has no column “${column}” (for ${field}). It has ${columns.join(', ')}.${near ? ` Did you mean ${field}=${near}?` : ''}`,
        { details: { field, column, columns, ...(near ? { suggestion: near } : {}) } },
      )
    }
    places[field] = place
  }
  return places
}

function bad(message: string) {
  return attuneError('bad-columns', message, { details: { field: 'columns' } })
}

function plainName(text: string): string {
  return text.toLowerCase().replace(/[\s_.-]/g, '')
}

/** The most similar name, when it is similar at all: at most a third of its letters differ, or one holds the other. */
function nearest(wanted: string, names: readonly string[]): string | undefined {
  const plain = plainName(wanted)
  let best: string | undefined
  let least = Math.max(1, Math.ceil(plain.length / 3)) + 0.5
  for (const name of names) {
    const other = plainName(name)
    const contained = plain.length > 2 && other.length > 2 && (other.includes(plain) || plain.includes(other))
    const distance = contained ? 1 : editDistance(plain, other)
    if (distance < least) [best, least] = [name, distance]
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

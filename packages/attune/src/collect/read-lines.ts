import { readId } from './read-id.ts'
import { readNumber } from './read-number.ts'
import type { JsonRecord } from './read-record.ts'
import { Judgement, kindOf } from './refusal.ts'

/** One item as an event names it. */
export interface Line {
  readonly itemId: string
  readonly quantity: number | null
  readonly price: number | null
  readonly currency: string | null
  readonly position: unknown
}

/** Where senders put the id of an item, most specific first. */
const idKeys = [
  'product_id',
  'productId',
  'item_id',
  'itemId',
  'content_id',
  'contentId',
  'article_id',
  'articleId',
  'video_id',
  'videoId',
  'content_asset_id',
  'asset_id',
  'sku',
  'id',
] as const
const listKeys = ['products', 'items', 'product_ids', 'productIds', 'item_ids', 'itemIds'] as const
/** The items of an event: its list of products, else itself. `bareId`: whether `id` may be an item's. */
export function readLines(properties: JsonRecord, bareId: boolean, judgement: Judgement): readonly Line[] {
  for (const key of listKeys) {
    const list = properties[key]
    if (list === undefined || list === null) continue
    if (!Array.isArray(list)) {
      judgement.refuse('wrong-type', `properties.${key}`, `properties.${key} is ${kindOf(list)}; send a list.`)
      return []
    }
    if (list.length === 0) continue
    return list.flatMap((entry: unknown, index) => readLine(entry, `properties.${key}[${index}]`, judgement))
  }
  const itemId = firstId(properties, 'properties', bareId, judgement)
  return itemId === null ? [] : [lineOf(itemId, properties, 'properties', judgement)]
}

function readLine(entry: unknown, path: string, judgement: Judgement): Line[] {
  if (typeof entry === 'string' || typeof entry === 'number') {
    const itemId = readId(entry, path, judgement)
    return itemId === null ? [] : [{ itemId, quantity: null, price: null, currency: null, position: undefined }]
  }
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    judgement.refuse(
      'wrong-type',
      path,
      `${path} is ${kindOf(entry)}; send an object with product_id, price and quantity.`,
    )
    return []
  }
  const itemId = firstId(entry as JsonRecord, path, true, judgement)
  if (itemId !== null) return [lineOf(itemId, entry as JsonRecord, path, judgement)]
  judgement.refuse(
    'missing-field',
    `${path}.product_id`,
    `${path} does not say which item it is: product_id (or itemId, sku, id) is missing.`,
  )
  return []
}

function lineOf(itemId: string, source: JsonRecord, path: string, judgement: Judgement): Line {
  const quantity = readNumber(source.quantity, `${path}.quantity`, judgement)
  if (quantity !== null && quantity <= 0)
    judgement.refuse(
      'impossible-value',
      `${path}.quantity`,
      `${path}.quantity must be above zero; send Order Refunded for what came back.`,
    )
  const price = readNumber(source.price, `${path}.price`, judgement)
  if (price !== null && price < 0)
    judgement.refuse('impossible-value', `${path}.price`, `${path}.price must not be negative.`)
  const currency = source.currency === undefined ? null : readCurrency(source.currency, `${path}.currency`, judgement)
  return { itemId, quantity, price, currency, position: source.position }
}

/** Without a judgement (an event that nobody described) a value that cannot be an id is just a property. */
export function firstId(source: JsonRecord, path: string, bareId: boolean, judgement: Judgement | null): string | null {
  for (const key of idKeys) {
    const value = source[key]
    if (value === undefined || value === null || value === '' || (key === 'id' && !bareId)) continue
    return readId(value, `${path}.${key}`, judgement ?? new Judgement())
  }
  return null
}

export function readCurrency(value: unknown, field: string, judgement: Judgement): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'string' && /^[A-Za-z]{3}$/.test(value)) return value.toUpperCase()
  judgement.refuse('invalid-value', field, `${field} must be an ISO 4217 code such as CNY.`)
  return null
}

/** Price × quantity; null without a price. */
export function lineValue(line: Line | undefined): number | null {
  return line === undefined || line.price === null ? null : line.price * (line.quantity ?? 1)
}

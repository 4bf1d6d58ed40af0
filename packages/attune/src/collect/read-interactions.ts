import { readId } from './read-id.ts'
import { readNumber } from './read-number.ts'
import { Judgement, kindOf } from './refusal.ts'
import type { EventMeaning } from './standard-events.ts'

/** One item of an event: an interaction without its person and time. */
export interface ItemFact {
  readonly itemId: string
  readonly kind: string
  readonly amount: number
  readonly value: number | null
  readonly currency: string | null
  readonly position: number | null
}

/** What a track event says about items and money. */
export interface EventFacts {
  readonly items: readonly ItemFact[]
  /** The single item it is about, known event or not; null where it is about none or several. */
  readonly itemId: string | null
  readonly value: number | null
  readonly currency: string | null
}

type Properties = Readonly<Record<string, unknown>>

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
const reviewStarKeys = ['rating', 'stars'] as const
const starKeys = [...reviewStarKeys, 'score', 'value'] as const
const scaleKeys = ['max_rating', 'maxRating', 'rating_scale', 'scale'] as const

/**
 * Reads items, quantities, prices and ratings of a track event. An order of three products gives three facts; lines of the
 * same item are added up. Refuses impossible numbers with their path.
 */
export function readInteractions(
  properties: Properties,
  meaning: EventMeaning | undefined,
  judgement: Judgement,
): EventFacts {
  if (meaning === undefined) return { ...unknownEvent, itemId: firstId(properties, '', false, null) }
  const { kind } = meaning
  // In an order a bare `id` is the order's, not an item's.
  const bareId = kind !== null && !meaning.money && kind !== 'checkout'
  const lines = readLines(properties, bareId, judgement)
  const currency = readCurrency(properties.currency, 'properties.currency', judgement)
  const revenue = readMoney(properties, meaning, judgement)
  if (judgement.refusal) return unknownEvent
  if (lines.length === 0 && meaning.needsItem) {
    judgement.refuse(
      'missing-field',
      'properties.product_id',
      'Say which item it is about: properties.product_id (or itemId, sku, id).',
    )
    return unknownEvent
  }
  const sign = kind === 'refund' ? -1 : 1
  const value = meaning.money
    ? (revenue ?? sumOf(lines))
    : (revenue ?? (lines.length === 1 ? lineValue(lines[0]) : null))
  const signed = value === null ? null : meaning.money ? sign * Math.abs(value) : value
  const itemId = lines.length === 1 ? (lines[0] as Line).itemId : null
  const result = { itemId, value: signed, currency: currency ?? lines[0]?.currency ?? null }
  if (kind === null || lines.length === 0) return { ...result, items: [] }
  const stars = meaning.stars ? readStars(properties, kind === 'rating', judgement) : null
  if (judgement.refusal) return unknownEvent
  const facts = lines.map((line, index): ItemFact => {
    const money = meaning.money ? (lineValue(line) ?? (lines.length === 1 ? revenue : null)) : null
    return {
      itemId: line.itemId,
      // A review with stars says more by its stars.
      kind: stars === null ? kind : 'rating',
      amount: stars ?? line.quantity ?? 1,
      value: money === null ? null : sign * Math.abs(money),
      currency: line.currency ?? currency,
      position:
        meaning.ours || hasDecision(properties) ? readPosition(line, properties, index, lines.length, judgement) : null,
    }
  })
  return { ...result, items: facts.length > 1 ? addedUp(facts) : facts }
}

const unknownEvent: EventFacts = { items: [], itemId: null, value: null, currency: null }

interface Line {
  readonly itemId: string
  readonly quantity: number | null
  readonly price: number | null
  readonly currency: string | null
  readonly position: unknown
}

function readLines(properties: Properties, bareId: boolean, judgement: Judgement): readonly Line[] {
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
  const itemId = firstId(entry as Properties, path, true, judgement)
  if (itemId !== null) return [lineOf(itemId, entry as Properties, path, judgement)]
  judgement.refuse(
    'missing-field',
    `${path}.product_id`,
    `${path} does not say which item it is: product_id (or itemId, sku, id) is missing.`,
  )
  return []
}

function lineOf(itemId: string, source: Properties, path: string, judgement: Judgement): Line {
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
function firstId(source: Properties, path: string, bareId: boolean, judgement: Judgement | null): string | null {
  for (const key of idKeys) {
    const value = source[key]
    if (value === undefined || value === null || value === '' || (key === 'id' && !bareId)) continue
    return readId(value, `${path}.${key}`, judgement ?? new Judgement())
  }
  return null
}

function readMoney(source: Properties, meaning: EventMeaning, judgement: Judgement): number | null {
  for (const key of ['revenue', 'total', 'value'] as const) {
    // `value` is anybody's word: only a number is money, and stars are none.
    if (key === 'value' && (typeof source.value !== 'number' || meaning.stars)) continue
    const field = `properties.${key}`
    const money = readNumber(source[key], field, judgement)
    if (money === null) continue
    if (money < 0 && meaning.money && meaning.kind !== 'refund')
      judgement.refuse(
        'impossible-value',
        field,
        `${field} must not be negative; send Order Refunded for money that went back.`,
      )
    return money
  }
  return null
}

function readCurrency(value: unknown, field: string, judgement: Judgement): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'string' && /^[A-Za-z]{3}$/.test(value)) return value.toUpperCase()
  judgement.refuse('invalid-value', field, `${field} must be an ISO 4217 code such as CNY.`)
  return null
}

function readStars(properties: Properties, required: boolean, judgement: Judgement): number | null {
  const key = (required ? starKeys : reviewStarKeys).find(
    (name) => properties[name] !== undefined && properties[name] !== null,
  )
  if (key === undefined) {
    if (required)
      judgement.refuse('missing-field', 'properties.rating', 'Say how many stars: properties.rating, 0 to 5.')
    return null
  }
  const field = `properties.${key}`
  const stars = readNumber(properties[key], field, judgement)
  if (stars === null) return null
  const scaleKey = scaleKeys.find((name) => properties[name] !== undefined && properties[name] !== null)
  const scale =
    scaleKey === undefined ? 5 : (readNumber(properties[scaleKey], `properties.${scaleKey}`, judgement) ?? 5)
  if (scale > 0 && stars >= 0 && stars <= scale) return (stars * 5) / scale
  judgement.refuse(
    'impossible-value',
    field,
    `${field} must be from 0 to 5, or say the best rating in properties.max_rating.`,
  )
  return null
}

function hasDecision(properties: Properties): boolean {
  return properties.decisionId !== undefined || properties.decision_id !== undefined
}

function readPosition(
  line: Line,
  properties: Properties,
  index: number,
  lines: number,
  judgement: Judgement,
): number | null {
  const field = lines === 1 ? 'properties.position' : `properties.products[${index}].position`
  const position = readNumber(line.position ?? (lines === 1 ? properties.position : undefined), field, judgement)
  if (position === null) return null
  if (Number.isInteger(position) && position >= 0 && position < 100_000) return position
  judgement.refuse('impossible-value', field, `${field} is the place in the list, a whole number from 0.`)
  return null
}

function lineValue(line: Line | undefined): number | null {
  return line === undefined || line.price === null ? null : line.price * (line.quantity ?? 1)
}

function sumOf(lines: readonly Line[]): number | null {
  const values = lines.flatMap((line) => lineValue(line) ?? [])
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

function addedUp(facts: readonly ItemFact[]): readonly ItemFact[] {
  const byItem = new Map<string, ItemFact>()
  for (const fact of facts) {
    const before = byItem.get(fact.itemId)
    if (before === undefined) byItem.set(fact.itemId, fact)
    else if (fact.kind !== 'rating')
      byItem.set(fact.itemId, {
        ...before,
        amount: before.amount + fact.amount,
        value: before.value === null && fact.value === null ? null : (before.value ?? 0) + (fact.value ?? 0),
      })
  }
  return byItem.size === facts.length ? facts : [...byItem.values()]
}

import { firstId, type Line, lineValue, readCurrency, readLines } from './read-lines.ts'
import { readNumber } from './read-number.ts'
import type { JsonRecord } from './read-record.ts'
import type { Judgement } from './refusal.ts'
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

const reviewStarKeys = ['rating', 'stars'] as const
const starKeys = [...reviewStarKeys, 'score', 'value'] as const
const scaleKeys = ['max_rating', 'maxRating', 'rating_scale', 'scale'] as const

/**
 * Reads items, quantities, prices and ratings of a track event. An order of three products gives three facts; lines of the
 * same item are added up; lines without a price share what the others leave of the total. Refuses impossible numbers with their path.
 */
export function readInteractions(
  properties: JsonRecord,
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
  const perUnpriced = meaning.money ? unpricedShare(lines, revenue) : null
  const facts = lines.map((line, index): ItemFact => {
    const money = meaning.money
      ? (lineValue(line) ?? (perUnpriced === null ? null : perUnpriced * (line.quantity ?? 1)))
      : null
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

function readMoney(source: JsonRecord, meaning: EventMeaning, judgement: Judgement): number | null {
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

function readStars(properties: JsonRecord, required: boolean, judgement: Judgement): number | null {
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

function hasDecision(properties: JsonRecord): boolean {
  return properties.decisionId !== undefined || properties.decision_id !== undefined
}

function readPosition(
  line: Line,
  properties: JsonRecord,
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

function sumOf(lines: readonly Line[]): number | null {
  const values = lines.flatMap((line) => lineValue(line) ?? [])
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

/** What one piece of a line without a price is worth: an equal part of what the priced lines leave of the total. */
function unpricedShare(lines: readonly Line[], total: number | null): number | null {
  if (total === null) return null
  const pieces = lines.reduce((sum, line) => (line.price === null ? sum + (line.quantity ?? 1) : sum), 0)
  return pieces === 0 ? null : Math.max(0, Math.abs(total) - (sumOf(lines) ?? 0)) / pieces
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

import type { EventFacts } from './read-interactions.ts'
import type { Refusal } from './refusal.ts'

/** More pieces of one item than this in one event are taken for a mistake. */
const maxQuantity = 10_000
/** More money than this in one event is taken for a mistake; in currencies with a small unit a thousand times as much. */
const maxValue = 10_000_000
const smallUnits = new Set([
  'IDR',
  'VND',
  'IRR',
  'LAK',
  'LBP',
  'GNF',
  'UZS',
  'KHR',
  'MMK',
  'PYG',
  'COP',
  'KRW',
  'JPY',
  'CLP',
  'UGX',
  'TZS',
  'NGN',
  'HUF',
  'MNT',
])

/** Numbers that are possible but absurd; such events are set aside with this reason, not stored. */
export function outlierOf(facts: EventFacts): Refusal | null {
  const limit = facts.currency !== null && smallUnits.has(facts.currency) ? maxValue * 1000 : maxValue
  if (facts.value !== null && Math.abs(facts.value) > limit)
    return {
      code: 'outlier',
      field: 'properties.value',
      message: `The money of one event is above ${limit}: a price, quantity or total must be wrong.`,
    }
  for (const fact of facts.items) {
    if (fact.kind !== 'rating' && fact.amount > maxQuantity)
      return {
        code: 'outlier',
        field: 'properties.quantity',
        message: `More than ${maxQuantity} pieces of one item in one event.`,
      }
    if (fact.value !== null && Math.abs(fact.value) > limit)
      return {
        code: 'outlier',
        field: 'properties.price',
        message: `Price times quantity of one item is above ${limit}.`,
      }
  }
  return null
}

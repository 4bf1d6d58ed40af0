import { type Judgement, kindOf } from './refusal.ts'

const decimal = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/

/**
 * A number, or a number written as text (many senders quote prices): null when absent or null.
 * NaN and infinity, also as words, are `impossible-value`; anything else is `wrong-type`.
 */
export function readNumber(value: unknown, field: string, judgement: Judgement): number | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
  } else if (typeof value === 'string') {
    const text = value.trim()
    if (decimal.test(text)) return Number(text)
    if (!/^[+-]?(nan|inf(inity)?)$/i.test(text)) {
      judgement.refuse('wrong-type', field, `${field} is text that is no plain number; send a number such as 19.9.`)
      return null
    }
  } else {
    judgement.refuse('wrong-type', field, `${field} is ${kindOf(value)}; send a number.`)
    return null
  }
  judgement.refuse('impossible-value', field, `${field} is not a finite number.`)
  return null
}

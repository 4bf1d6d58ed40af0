import { eventLimits } from './event-limits.ts'
import { type Judgement, kindOf } from './refusal.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\u0000-\u001f\u007f]/
/** What programs write when the id they meant to send was not there. Taken for an id, it would join thousands of people into one. */
const placeholders = new Set(['undefined', 'null', 'nan', 'none', 'nil', '[object object]', '(null)', '(not set)'])

/**
 * An id from outside as text: a string, or a number written out; null when it is absent, null or empty.
 * Slashes, quotes, emoji and right-to-left text are fine; control characters and half characters are refused, because
 * cleaning them would make one id of two.
 */
export function readId(value: unknown, field: string, judgement: Judgement): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') {
    judgement.refuse('wrong-type', field, `${field} is ${kindOf(value)}; send text or a number.`)
    return null
  }
  if (value.length > eventLimits.idLength) {
    judgement.refuse(
      'too-long',
      field,
      `${field} has ${value.length} characters; at most ${eventLimits.idLength} are allowed.`,
    )
    return null
  }
  if (!value.isWellFormed() || controlCharacter.test(value)) {
    judgement.refuse('invalid-value', field, `${field} has control characters or half of a character in it.`)
    return null
  }
  return value
}

/** An id that names a person: as `readId`, and not the name of a missing value. */
export function readPersonId(value: unknown, field: string, judgement: Judgement): string | null {
  const id = readId(value, field, judgement)
  if (id === null || id.length > 15 || !placeholders.has(id.toLowerCase())) return id
  judgement.refuse(
    'placeholder-id',
    field,
    `${field} is the text of a missing value ("${id}"): the sender read an id that was not set.`,
  )
  return null
}

import { eventLimits } from './event-limits.ts'
import { cleaned, hygiene, inspect, isPlain, pathOf } from './json-hygiene.ts'
import { type Judgement, kindOf } from './refusal.ts'

export type JsonRecord = Readonly<Record<string, unknown>>

export const emptyRecord: JsonRecord = Object.freeze({})

/** An object of an event (properties, traits, context), cleaned; empty when absent or null. */
export function readRecord(value: unknown, field: string, judgement: Judgement): JsonRecord {
  if (value === undefined || value === null) return emptyRecord
  if (typeof value !== 'object' || Array.isArray(value) || !isPlain(value)) {
    judgement.refuse('wrong-type', field, `${field} is ${kindOf(value)}; send an object.`)
    return emptyRecord
  }
  const found = inspect(value, eventLimits.depth)
  if (found === hygiene.clean) return value as JsonRecord
  if (refuseWhatCannotBeKept(value, found, field, judgement)) return emptyRecord
  return cleaned(value) as JsonRecord
}

/** True when `found` (of `inspect`) has something that no cleaning mends. */
export function refuseWhatCannotBeKept(value: unknown, found: number, field: string, judgement: Judgement): boolean {
  const refuse = (flag: number, code: string, message: string): boolean => {
    if ((found & flag) === 0) return false
    const path = pathOf(value, flag, eventLimits.depth, field) ?? field
    judgement.refuse(code, path, `${path} ${message}`)
    return true
  }
  return (
    refuse(hygiene.deep, 'too-deep', `is nested deeper than ${eventLimits.depth} levels.`) ||
    refuse(hygiene.infinite, 'impossible-value', 'is not a finite number.') ||
    refuse(hygiene.foreign, 'wrong-type', 'is nothing that JSON can say.')
  )
}

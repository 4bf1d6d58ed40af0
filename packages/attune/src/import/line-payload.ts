import { isDirectIdentifier } from '../collect/direct-identifiers.ts'
import { reducedRecord } from '../collect/reduce/reduced-record.ts'
import { maxPayloadLength, type Refusal } from './refusal.ts'

/** A record for the quarantine: its columns by name, without the values of direct identifiers such as e-mail addresses, with places and addresses reduced. */
export function linePayload(columns: readonly string[], fields: readonly unknown[]): string {
  const shown = columns.map((column, index) => [
    column,
    isDirectIdentifier(lastPart(column)) ? '[left out]' : fields[index],
  ])
  const payload = reducedRecord(Object.fromEntries(shown), { locationDecimals: 1, of: 'refused' }, '', [])
  return JSON.stringify(payload).slice(0, maxPayloadLength)
}

/** A line that could not be taken apart is not kept where one of its columns may name a person directly. */
export function withoutIdentifiers(refusal: Refusal, columns: readonly string[]): Refusal {
  return columns.some((column) => isDirectIdentifier(lastPart(column))) ? { ...refusal, payload: null } : refusal
}

function lastPart(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1)
}

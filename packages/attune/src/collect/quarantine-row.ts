import type { QuarantineRow } from '../store/rows.ts'
import { isDirectIdentifier } from './direct-identifiers.ts'
import { eventLimits } from './event-limits.ts'
import { cleanedText } from './json-hygiene.ts'
import type { JsonRecord } from './read-record.ts'
import { reducedRecord } from './reduce/reduced-record.ts'
import type { Refusal } from './refusal.ts'

/** The row that says what was refused or set aside, and why. The payload is kept for the debugger, without the values of direct identifiers and keys. */
export function quarantineRow(
  refusal: Refusal,
  from: {
    readonly workspace: string
    readonly receivedAt: number
    readonly source: string
    readonly messageId: string | null
    readonly personId: string | null
    /** Seals the payload. */
    readonly seal: (payload: string) => string
    /** Decimals that degrees of latitude and longitude keep. Default 1. */
    readonly locationDecimals?: number
    /** As it came; undefined for duplicates, whose payload is stored already. */
    readonly raw?: unknown
  },
): QuarantineRow {
  return {
    workspace: from.workspace,
    receivedAt: from.receivedAt,
    source: from.source,
    reason: refusal.code,
    field: refusal.field,
    message: refusal.message,
    messageId: from.messageId,
    personId: from.personId,
    payload: sealed(from.raw === undefined ? null : payloadOf(from.raw, from.locationDecimals ?? 1), from.seal),
  }
}

function sealed(payload: string | null, seal: (payload: string) => string): string | null {
  return payload === null ? null : seal(payload)
}

/** Places, addresses and devices are reduced as in what is stored; what points at a person is named by the replacer below. */
function reduced(raw: unknown, locationDecimals: number): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw
  return reducedRecord(raw as JsonRecord, { locationDecimals, of: 'refused' }, '', [])
}

function payloadOf(raw: unknown, locationDecimals: number): string | null {
  try {
    const text = JSON.stringify(reduced(raw, locationDecimals), (key, value: unknown) => {
      if (key === 'writeKey' || isDirectIdentifier(key)) return '[left out]'
      // Traits are personal through and through: their names are enough to find a mistake.
      if (key === 'traits' && typeof value === 'object' && value !== null && !Array.isArray(value))
        return Object.fromEntries(Object.keys(value).map((name) => [name, '[left out]']))
      return typeof value === 'bigint' ? String(value) : value
    })
    return text === undefined ? null : cleanedText(text.slice(0, eventLimits.quarantinePayload))
  } catch {
    // Nested so deep that it cannot be written down.
    return null
  }
}

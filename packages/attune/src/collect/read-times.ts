import { parseTimestamp } from './parse-timestamp.ts'
import type { JsonRecord } from './read-record.ts'
import { type Judgement, kindOf } from './refusal.ts'

export interface TimeLimits {
  readonly receivedAt: number
  readonly sentAt?: number | null
  readonly maxFutureMs: number
  readonly earliest: number
}

/**
 * When an event happened. Without `sentAt`: at its `timestamp`; with it: at `timestamp + (receivedAt − sentAt)`, because
 * both were read from the same, perhaps wrong, clock (Segment's rule). Where `timestamp` and `originalTimestamp` both
 * stand, somebody before us has corrected already, and `timestamp` is taken as it is.
 */
export function readTimes(
  source: JsonRecord,
  options: TimeLimits,
  judgement: Judgement,
): { ts: number; sentAt: number | null } | null {
  const timestamp = readTime(source.timestamp, 'timestamp', judgement)
  const original = readTime(source.originalTimestamp, 'originalTimestamp', judgement)
  const sentAt = readTime(source.sentAt, 'sentAt', judgement) ?? options.sentAt ?? null
  if (judgement.refusal) return null
  const { receivedAt, earliest, maxFutureMs } = options
  const stated = timestamp ?? original
  const corrected = timestamp !== null && original !== null
  const ts = stated === null ? receivedAt : sentAt === null || corrected ? stated : stated + (receivedAt - sentAt)
  const field = stated === null ? null : timestamp === null ? 'originalTimestamp' : 'timestamp'
  if (ts > receivedAt + maxFutureMs)
    judgement.refuse(
      'future-timestamp',
      field,
      `${field ?? 'The time'} lies more than ${maxFutureMs / 60_000} minutes in the future.`,
    )
  if (ts < earliest)
    judgement.refuse(
      'ancient-timestamp',
      field,
      `${field ?? 'The time'} lies before ${new Date(earliest).toISOString().slice(0, 10)}.`,
    )
  return { ts, sentAt }
}

/** An ISO 8601 time of an event or a batch; null when absent. */
export function readTime(value: unknown, field: string, judgement: Judgement): number | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') {
    judgement.refuse(
      'wrong-type',
      field,
      `${field} is ${kindOf(value)}; send ISO 8601 text such as 2026-01-31T09:30:00.000Z.`,
    )
    return null
  }
  const time = parseTimestamp(value)
  if (!Number.isNaN(time)) return time
  judgement.refuse('invalid-value', field, `${field} is no ISO 8601 time such as 2026-01-31T09:30:00.000Z.`)
  return null
}

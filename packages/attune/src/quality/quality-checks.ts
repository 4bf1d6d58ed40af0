export const sections = ['completeness', 'freshness', 'duplicates', 'drift'] as const
export type Section = (typeof sections)[number]

export const verdicts = ['ok', 'look', 'bad', 'too-few'] as const
export type Verdict = (typeof verdicts)[number]

export const units = ['share', 'seconds', 'times', 'index'] as const

interface CheckRule {
  readonly section: Section
  readonly unit: (typeof units)[number]
  /** At least so many rows, or nothing is said. */
  readonly least: number
  readonly better: 'high' | 'low'
  /** The last value that is still in order, and the last that is not yet bad. */
  readonly ok: number
  readonly look: number
}

const day = 86_400
const completeness = (ok: number, look: number): CheckRule => ({
  section: 'completeness',
  unit: 'share',
  least: 20,
  better: 'high',
  ok,
  look,
})
const lag = { section: 'freshness', unit: 'seconds', least: 20, better: 'low', ok: 900, look: day } as const
const repeated = { section: 'duplicates', unit: 'share', least: 20, better: 'low', ok: 0.01, look: 0.1 } as const
const drift = { section: 'drift', unit: 'index', least: 100, better: 'low', ok: 0.1, look: 0.25 } as const

/** What is looked at, and from where on it is no longer in order. What a team may well do without is never bad. */
export const qualityChecks = {
  /** Events about an item that name one. */
  'event-item': completeness(0.95, 0.8),
  /** Events that name an item which the catalogue has. */
  'item-known': completeness(0.95, 0.8),
  /** Orders and refunds that say what they are worth, and in which currency. */
  'event-value': completeness(0.95, 0.8),
  'event-currency': completeness(0.95, 0.8),
  /** Events of a declared kind that have a field which is declared for it. Many fields are optional, so only few is odd. */
  'declared-field': completeness(0.5, Number.MIN_VALUE),
  'item-title': completeness(0.99, 0.9),
  'item-category': completeness(0.9, 0.5),
  'item-text': completeness(0.7, 0),
  'item-price': completeness(0.9, 0),
  'item-brand': completeness(0.5, 0),
  /** Items whose text an encoder has made a vector of; nothing to measure where there is no encoder. */
  'item-vector': completeness(0.95, 0.5),
  /** People with a user id of whom any trait is known. */
  'person-trait': completeness(0.5, 0),
  /** Silence, as a multiple of the days that usually lie between two days with such events. */
  'last-event': { section: 'freshness', unit: 'times', least: 3, better: 'low', ok: 3, look: 7 },
  /** From when it happened to when it arrived. */
  'lag-median': lag,
  'lag-p95': lag,
  'repeated-message': repeated,
  /** Items whose title is nearly that of another. */
  'same-title': { ...repeated, least: 2, ok: 0.02 },
  /** People of whom an e-mail, phone or device is known that is another's too. */
  'shared-email': { ...repeated, least: 2 },
  'shared-phone': { ...repeated, least: 2 },
  'shared-device': { ...repeated, least: 2 },
  /** People whose identifier too many have, so that it joins nobody any more; only where people are joined by it. */
  'crowded-identifier': { ...repeated, least: 2, ok: 0 },
  'drift-events': drift,
  'drift-categories': drift,
  'drift-value': drift,
} as const satisfies Readonly<Record<string, CheckRule>>

export type CheckName = keyof typeof qualityChecks
export const checkNames = Object.keys(qualityChecks) as [CheckName, ...CheckName[]]

/** A check as it was measured. */
export interface Measured {
  readonly check: CheckName
  /** Null: the whole workspace. */
  readonly source: string | null
  /** Of which event, or which field of it; null where the check says it all. */
  readonly of: string | null
  /** Null where there is nothing to measure. */
  readonly value: number | null
  /** Over so many events, items, people or days; for drift the smaller of the two times. */
  readonly rows: number
  /** When the last event happened, milliseconds since the epoch. */
  readonly at?: number
  /** Of drift: the chance of so much where nothing changed. */
  readonly p?: number
  /** Item ids; never anything of people. */
  readonly examples?: readonly string[]
}

/** Differences that chance makes this often are none. */
const bySheerChance = 0.01

export function verdictOf({ check, value, rows, p = 0 }: Measured): Verdict {
  const { least, better, ok, look }: CheckRule = qualityChecks[check]
  if (value === null || rows < least) return 'too-few'
  if (p > bySheerChance) return 'ok'
  const within = (limit: number): boolean => (better === 'high' ? value >= limit : value <= limit)
  return within(ok) ? 'ok' : within(look) ? 'look' : 'bad'
}

import type { Purpose, Signal } from '../protect/consent/purposes.ts'
import type { JsonRecord } from './read-record.ts'
import type { ValidEvent } from './validate-event.ts'

/** Kinds that a shop must keep to do what was asked of it. */
const needed = new Set(['order', 'refund', 'checkout', 'cart', 'uncart'])

/** What an event is kept for: what the service needs, or to understand its use. */
export function purposeOf({ type, facts }: Pick<ValidEvent, 'type' | 'facts'>): Purpose {
  if (type === 'identify' || type === 'alias' || type === 'group') return 'storage'
  return facts.items.some(({ kind }) => needed.has(kind)) || facts.value !== null ? 'storage' : 'analytics'
}

/** The same of one row of a file. */
export const purposeOfRow = (kind: string | null, hasMoney: boolean): Purpose =>
  hasMoney || (kind !== null && needed.has(kind)) ? 'storage' : 'analytics'

const yearMs = 365.25 * 86_400_000

/** What an event says no to: the browser's headers, the context (`gpc`, `dnt`), and an age below that of a child. */
export function signalsOf(
  { openContext, heard: { traits } }: Pick<ValidEvent, 'openContext' | 'heard'>,
  headers: readonly Signal[] = [],
  childAge: number,
  now: number,
): readonly Signal[] {
  const { gpc, dnt } = openContext
  const child = traits !== null && isChild(traits, childAge, now)
  if (headers.length === 0 && gpc !== true && dnt !== true && !child) return headers
  return [
    ...headers,
    ...(gpc === true ? ['gpc' as const] : []),
    ...(dnt === true ? ['dnt' as const] : []),
    ...(child ? ['child' as const] : []),
  ]
}

function isChild(traits: JsonRecord, childAge: number, now: number): boolean {
  if (traits.isChild === true || traits.child === true) return true
  const { age } = traits
  if (typeof age === 'number') return age >= 0 && age < childAge
  const birthday = traits.birthday ?? traits.dateOfBirth ?? traits.date_of_birth
  if (typeof birthday !== 'string') return false
  const born = Date.parse(birthday)
  return Number.isFinite(born) && born <= now && (now - born) / yearMs < childAge
}

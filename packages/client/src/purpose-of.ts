import type { Purpose } from './consent-types.ts'
import { consentPath, type Entry } from './queue.ts'

/** Carts, orders and sign-ins, by the names of the standard events without spaces; the server judges by the same. */
const needed =
  /^(identify|alias|group|product(added|removed)(tocart|fromcart)?|(addto|removefrom)cart|checkoutstarted|begincheckout|order(completed|refunded|cancell?ed)|completedorder|purchase|refund)$/

const folded = (name: unknown): string =>
  String(name)
    .toLowerCase()
    .replace(/[\s_-]/g, '')

/** What an entry is kept for: what the service needs, or to understand its use. Null: a choice itself, which is always told. */
export function purposeOf({ path, body }: Entry, more: readonly string[]): Purpose | null {
  if (path === consentPath) return null
  const name = folded(body.event ?? body.type)
  return needed.test(name) || more.some((one) => folded(one) === name) ? 'storage' : 'analytics'
}

import { attuneError } from '../errors.ts'
import type { Auth } from './app.ts'

/**
 * Whoever may not see who somebody is may not ask by their user id either: the answer would tell their pseudonym.
 *
 * @throws AttuneError `forbidden`
 */
export function refuseIdentifiers(
  { personal }: Auth,
  { userId, anonymousId }: { readonly userId?: string | undefined; readonly anonymousId?: string | undefined },
): void {
  if (personal || (userId === undefined && anonymousId === undefined)) return
  throw attuneError('forbidden', 'Your role knows persons by their personId only.', {
    status: 403,
    details: { field: userId === undefined ? 'anonymousId' : 'userId' },
  })
}

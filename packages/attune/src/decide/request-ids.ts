import { type StatedSource, statedPersons } from '../profile/person-traits.ts'

/** Ids as whoever asks gives them. */
export interface RequestIds {
  readonly userId?: string
  readonly anonymousId?: string
}

/** The ids of a request; of a preview that names a pseudonym those that it stands for, as far as they are known. */
export function requestIds(
  { userId, anonymousId, personId }: { readonly [Id in 'userId' | 'anonymousId' | 'personId']?: string | undefined },
  idsOf: (personId: string) => RequestIds,
): RequestIds {
  if (personId !== undefined) return idsOf(personId)
  return { ...(userId === undefined ? {} : { userId }), ...(anonymousId === undefined ? {} : { anonymousId }) }
}

/** The ids that pseudonyms of one person stand for, of each sort the first. */
export function idsOfPerson(source: StatedSource, workspace: string, personIds: readonly string[]): RequestIds {
  const stated = statedPersons(source, workspace, personIds)
  const first = (kind: 'user' | 'anonymous'): string | undefined =>
    stated.find((one) => one.kind === kind && one.identifier !== null)?.identifier ?? undefined
  const ids = { userId: first('user'), anonymousId: first('anonymous'), personId: undefined }
  return requestIds(ids, () => ({}))
}

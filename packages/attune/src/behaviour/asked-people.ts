import type { Attune } from '../attune.ts'
import { mustBeSegment } from './group-of.ts'

/**
 * Whether a person may be counted (allows `analytics`) and is asked about (is in the segment).
 *
 * @throws AttuneError `unknown-segment`
 */
export function askedPeople(
  { consent, segments }: Pick<Attune, 'consent' | 'segments'>,
  workspace: string,
  segment: string | undefined,
): (personId: string) => boolean {
  if (segment !== undefined) mustBeSegment(segments, workspace, segment)
  const { allowedByDefault, personIds } = consent.exceptions(workspace, 'analytics')
  const exceptions = new Set(personIds)
  const isAllowed = (personId: string): boolean => exceptions.has(personId) !== allowedByDefault
  if (segment === undefined) return isAllowed
  return (personId) => isAllowed(personId) && segments.isMember(workspace, personId, segment)
}

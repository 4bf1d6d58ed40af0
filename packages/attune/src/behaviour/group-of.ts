import type { ActivityEntries, WorkspaceActivity } from '../activity/activity-index.ts'
import type { Breakdown } from '../api/schemas/behaviour.ts'
import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { isSensitiveBy } from '../profile/portrait/sensitive.ts'

/**
 * The groups that a person belongs to: one of a trait, any number of segments.
 *
 * @param at the entry that a chain or a cohort begins with
 */
export type GroupsOf = (
  personId: string,
  slot: number,
  entries: ActivityEntries,
  at: number,
) => readonly (string | null)[]

const unknown: readonly null[] = [null]

/**
 * @throws AttuneError `unknown-segment`, `sensitive-trait`
 */
export function groupsOf(
  { config, consent, segments }: Pick<Attune, 'config' | 'consent' | 'segments'>,
  workspace: string,
  activity: WorkspaceActivity,
  by: Breakdown,
): GroupsOf {
  if ('part' in by) {
    const { part } = by
    return (_, __, entries, at) => {
      const name =
        part === 'device'
          ? activity.devices.nameOf(entries.devices[at] as number)
          : activity.channels.nameOf(entries.channels[at] as number)
      return name === '' ? unknown : [name]
    }
  }
  if ('segments' in by) {
    for (const id of by.segments) mustBeSegment(segments, workspace, id)
    return (personId) => by.segments.filter((id) => segments.isMember(workspace, personId, id))
  }
  mustNotBeSensitive(config, by.trait)
  return (personId, slot) => {
    const number = activity.traits.find(by.trait)
    const value = number === undefined ? undefined : activity.traitOf(slot, number)
    if (value === undefined || Array.isArray(value) || !consent.allowed(workspace, personId, 'profiling'))
      return unknown
    return [String(value).slice(0, 64)]
  }
}

/** @throws AttuneError `unknown-segment` */
export function mustBeSegment(segments: Attune['segments'], workspace: string, id: string): void {
  if (segments.get(workspace, id) === undefined)
    throw attuneError('unknown-segment', 'There is no such segment. They are listed by attune segment list.', {
      status: 404,
    })
}

/** Health, faith, origin and the like are no groups to compare people by. @throws AttuneError `sensitive-trait` */
export function mustNotBeSensitive(config: Attune['config'], trait: string): void {
  if (isSensitiveBy(config.portraits.sensitiveCategories)(trait))
    throw attuneError(
      'sensitive-trait',
      'People are not compared by what is sensitive about them: choose another trait.',
      {
        details: { en: 'Choose a trait that is not sensitive.', zh: '该特征属于敏感信息，请选择其他特征。' },
      },
    )
}

import type { PersonMembership, TeamTrait } from '../api/schemas/profiles.ts'
import type { FoundPerson } from '../profile/find-person.ts'
import { referencesOf } from './rules/references-of.ts'
import type { Rule } from './rules/rule.ts'
import type { Segments } from './segments.ts'
import { describeMeasure } from './text/describe-measure.ts'
import { describeRule } from './text/describe-rule.ts'

const inBoth = (say: (language: 'en' | 'zh') => string) => ({ en: say('en'), zh: say('zh') })

/** What segments say of people, one at a time. */
export interface PersonSegments {
  /** The segments that a person is in right now, each with its rule in words and since when, where that was seen. */
  memberships(workspace: string, person: FoundPerson): PersonMembership[]
  /** The traits that the team has worked out, with what of. */
  traits(workspace: string, person: FoundPerson): TeamTrait[]
}

export function personSegments(segments: Segments): PersonSegments {
  /** Whether a rule, or one that it refers to, asks what people said of themselves. */
  function readsTraits(workspace: string, rule: Rule, seen: ReadonlySet<string>): boolean {
    const { traits, segments: others } = referencesOf(rule)
    if (traits.size > 0) return true
    return [...others].some((id) => {
      const other = seen.has(id) ? undefined : segments.get(workspace, id)
      return other !== undefined && readsTraits(workspace, other.rule, new Set([...seen, id]))
    })
  }

  return {
    memberships(workspace, { personId, aliases }) {
      return segments.of(workspace, personId).flatMap((id) => {
        const segment = segments.get(workspace, id)
        if (segment === undefined) return []
        const { title, rule, updatedAt } = segment
        const at = segments.enteredAt(workspace, id, [personId, ...aliases])
        return [
          {
            id,
            title,
            description: inBoth((language) => describeRule(rule, language)),
            // What was noted under an older rule says nothing of this one.
            since: at !== undefined && at >= updatedAt ? new Date(at).toISOString() : null,
            ruleSince: new Date(updatedAt).toISOString(),
            readsTraits: readsTraits(workspace, rule, new Set([id])),
          },
        ]
      })
    },
    traits(workspace, { personId }) {
      const values = segments.computed.of(workspace, personId)
      return segments.computed.list(workspace).flatMap(({ name, title, measure }) => {
        const value = values[name]
        if (value === undefined) return []
        return [{ name, title, value, description: inBoth((language) => describeMeasure(measure, language)) }]
      })
    },
  }
}

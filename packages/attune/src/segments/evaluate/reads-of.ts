import type { SlotChange, WorkspaceActivity } from '../../activity/activity-index.ts'
import type { Doing, Rule } from '../rules/rule.ts'
import { anything } from './doing-matcher.ts'
import type { RuleSources } from './rule-sources.ts'

/** What of a person's activity a rule looks at, by name; also through computed traits and other segments. */
export interface RuleReads {
  /** Whatever is done: “anything”, and tastes, which are measured from the newest entry. */
  readonly everythingDone: boolean
  readonly kinds: ReadonlySet<string>
  readonly events: ReadonlySet<string>
  readonly traits: ReadonlySet<string>
  /** The pace of everybody, of which stages of the lifecycle are read. */
  readonly rhythm: boolean
}

export function readsOf(rule: Rule, sources: Pick<RuleSources, 'computedTrait' | 'segmentRule'>): RuleReads {
  const [kinds, events, traits] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const seen = new Set<string>()
  let everythingDone = false
  let rhythm = false
  const doing = ({ did }: Doing): void => {
    if (did === 'anything') everythingDone = true
    else if ('kind' in did) kinds.add(did.kind)
    else events.add(did.event)
  }
  const visit = (one: Rule): void => {
    switch (one.type) {
      case 'all':
      case 'any':
        one.of.forEach(visit)
        return
      case 'not':
        visit(one.rule)
        return
      case 'trait':
        traits.add(one.name)
        return
      case 'computed': {
        const measure = sources.computedTrait(one.name)?.measure
        if (measure) doing(measure.doing ?? anything)
        return
      }
      case 'events':
        doing(one.doing)
        return
      case 'mostFrequent':
        doing(one.doing ?? anything)
        return
      case 'sequence':
        for (const step of [one.first, one.next, one.without]) if (step) doing(step)
        return
      case 'interest':
      case 'similar':
        everythingDone = true
        return
      case 'lifecycle':
        everythingDone = true
        rhythm = true
        return
      case 'segment': {
        const inner = seen.has(one.id) ? undefined : sources.segmentRule(one.id)
        seen.add(one.id)
        if (inner) visit(inner)
        return
      }
      case 'score':
      case 'likePeople':
        return
    }
  }
  visit(rule)
  return { everythingDone, kinds, events, traits, rhythm }
}

/** Whether a change may be one for a rule that reads these. */
export function concerns(change: SlotChange, reads: RuleReads, activity: WorkspaceActivity): boolean {
  if (reads.everythingDone && change.events.size > 0) return true
  for (const kind of change.kinds) if (reads.kinds.has(activity.kinds.nameOf(kind))) return true
  for (const event of change.events) if (reads.events.has(activity.events.nameOf(event))) return true
  for (const trait of change.traits) if (reads.traits.has(activity.traits.nameOf(trait))) return true
  return false
}

import type { RuleContext, RuleSources } from './rule-sources.ts'

/** A context in which parts of a rule are compiled; looks at the catalogue first. */
export function openContext(sources: RuleSources, now = 0): RuleContext {
  sources.facts.refresh()
  return {
    ...sources,
    moment: { now, until: Number.POSITIVE_INFINITY },
    refreshers: [],
    boundaries: [],
    readsItems: false,
  }
}

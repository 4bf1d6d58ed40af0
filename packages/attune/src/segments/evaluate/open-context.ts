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
    outdated: false,
  }
}

/** Has the context's rule count as outdated when categories or brands of known items change. */
export function followLists(context: RuleContext): void {
  const { facts, refreshers } = context
  context.readsItems = true
  let seen = facts.listsVersion
  refreshers.push(() => {
    if (facts.listsVersion !== seen) context.outdated = true
    seen = facts.listsVersion
  })
}

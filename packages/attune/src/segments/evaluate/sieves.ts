import type { Doing, Window } from '../rules/rule.ts'
import { categorySet } from './category-bits.ts'
import { doingMatcher } from './doing-matcher.ts'
import type { RuleContext, Sieve } from './rule-sources.ts'
import { windowSpan } from './window-span.ts'

/** Sorts those out who surely did not do something in a window, as far as the summary tells. */
export function doingSieve({ did, item }: Doing, window: Window | undefined, context: RuleContext): Sieve | undefined {
  const { summary, moment, localTime, facts } = context
  if (summary === undefined) return undefined
  // Its conditions would be looked up for nothing.
  const matcher = doingMatcher({ did }, context)
  const spanAt = windowSpan(window, localTime)
  const names = item?.categories
  const touching = names && categorySieve(() => names.map(facts.categories.find), context)
  return (from, to, keep) => {
    summary.keepDoers(matcher, spanAt(moment.now).from, from, to, keep)
    touching?.(from, to, keep)
  }
}

/** Sorts those out who surely did nothing with an item of these categories. */
export function categorySieve(wanted: () => readonly number[], context: RuleContext): Sieve | undefined {
  const { refreshers, summary } = context
  if (summary === undefined) return undefined
  let set = categorySet([])
  refreshers.push(() => {
    set = categorySet(wanted())
  })
  return (from, to, keep) => summary.keepTouching(set, from, to, keep)
}

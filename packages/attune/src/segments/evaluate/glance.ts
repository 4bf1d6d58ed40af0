import type { Doing, Window } from '../rules/rule.ts'
import { categorySet } from './category-bits.ts'
import { type DoingMatcher, doingMatcher } from './doing-matcher.ts'
import type { RuleContext } from './rule-sources.ts'
import { type Span, windowSpan } from './window-span.ts'

/** What the summary says of a doing in a span, where it says all. */
export const nothing: number = Number.NEGATIVE_INFINITY

/**
 * Looks at the summary alone: the time when a slot did it last in the span, `nothing` where it surely did not, now or later, and
 * NaN where entries must be looked at.
 */
export function glance(matcher: DoingMatcher, context: RuleContext): (slot: number, span: Span) => number {
  const { activity, moment, summary } = context
  if (summary === undefined) return (slot) => (activity.countOf(slot) === 0 ? nothing : Number.NaN)
  return (slot, span) => {
    const last = summary.lastOf(slot, matcher)
    if (last === nothing || last < span.from) return nothing
    // What lies in the future, or behind the span, hides what came before.
    return last <= moment.now && last < span.to && summary.isExact(matcher) ? last : Number.NaN
  }
}

/** False: a slot surely does not do it in the window, as far as the summary tells, now or later. */
export function mayDo(
  { did, item }: Doing,
  window: Window | undefined,
  context: RuleContext,
): (slot: number) => boolean {
  // Its conditions would be looked up for nothing.
  const look = glance(doingMatcher({ did }, context), context)
  const spanAt = windowSpan(window, context.localTime)
  const mayBeLately = (slot: number): boolean => look(slot, spanAt(context.moment.now)) !== nothing
  const wanted = item?.categories
  if (wanted === undefined) return mayBeLately
  const touches = mayTouch(() => wanted.map(context.facts.categories.find), context)
  return (slot) => mayBeLately(slot) && touches(slot)
}

/** False: a slot surely did nothing with an item of these categories, not even in the future. */
export function mayTouch(wanted: () => readonly number[], context: RuleContext): (slot: number) => boolean {
  const { refreshers, summary } = context
  if (summary === undefined) return () => true
  let set = categorySet([])
  refreshers.push(() => {
    set = categorySet(wanted())
  })
  return (slot) => summary.mayTouch(slot, set)
}

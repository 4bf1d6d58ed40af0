import type { DoingMatcher } from './doing-matcher.ts'
import type { RuleContext } from './rule-sources.ts'
import type { Span } from './window-span.ts'

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

import type { RuleOf } from '../rules/rule.ts'
import { spanOf } from './aggregate-measure.ts'
import { doingMatcher, isDoing, newestWithin } from './doing-matcher.ts'
import { glance, nothing } from './glance.ts'
import { changesAt } from './moment.ts'
import type { Part, RuleContext } from './rule-sources.ts'
import { doingSieve } from './sieves.ts'
import { inMs } from './window-span.ts'

/**
 * One doing and later another, so many days apart at most, perhaps with a third not in between. They are different events;
 * the window is about the second.
 *
 * For each second step only the last first step before it matters: any earlier one is further away, and has more in between.
 */
export function compileSequence(rule: RuleOf<'sequence'>, context: RuleContext): Part {
  const { activity, moment } = context
  const first = doingMatcher(rule.first, context)
  const next = doingMatcher(rule.next, context)
  const without = rule.without && doingMatcher(rule.without, context)
  const spanAt = spanOf(rule.window, context)
  const withinMs = inMs(rule.withinDays)
  const look = glance(next, context)
  const steps = [doingSieve(rule.next, rule.window, context), doingSieve(rule.first, undefined, context)]

  function fits(slot: number): boolean {
    const span = spanAt(moment.now)
    if (look(slot, span) === nothing) return false
    const entries = activity.entriesOf(slot)
    const { times, continues, from } = entries
    const newest = newestWithin(entries, span, moment)
    let at = newest
    // Where the first step can be at the earliest.
    while (at >= from && (times[at] as number) >= span.from - withinMs) at -= 1
    let begun = Number.NaN
    let matched = Number.NaN
    for (at += 1; at <= newest; ) {
      let isFirst = false
      let isNext = false
      let isWithout = false
      const time = times[at] as number
      do {
        isFirst ||= isDoing(first, entries, at)
        isNext ||= isDoing(next, entries, at)
        isWithout ||= without !== undefined && isDoing(without, entries, at)
        at += 1
      } while (at <= newest && continues[at] === 1)
      if (isNext && time - begun <= withinMs && time >= span.from) matched = time
      if (isWithout) begun = Number.NaN
      if (isFirst) begun = time
    }
    if (Number.isNaN(matched)) return false
    if (span.slideMs > 0) changesAt(moment, Math.floor(matched) + span.slideMs + 1)
    return true
  }
  return {
    fits,
    sieve(from, to, keep) {
      for (const step of steps) step?.(from, to, keep)
    },
    cost: 20,
  }
}

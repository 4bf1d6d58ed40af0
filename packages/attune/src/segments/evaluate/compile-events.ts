import type { RuleOf } from '../rules/rule.ts'
import { compareNumbers } from '../rules/rule-words.ts'
import { aggregateMeasure, isAge, reachesCount, valueOfNothing } from './aggregate-measure.ts'
import { changesAt, type Moment } from './moment.ts'
import type { Part, RuleContext } from './rule-sources.ts'
import { doingSieve } from './sieves.ts'
import { inMs } from './window-span.ts'

/** Notes when an age passes a bound: it equals it at one moment, and is more from the next on. */
export function noteCrossing(moment: Moment, since: number, ageMs: number): void {
  const crossing = since + ageMs
  if (crossing > moment.now) changesAt(moment, crossing)
  else if (crossing + 1 > moment.now) changesAt(moment, crossing + 1)
}

/** How often, how much, how long ago. */
export function compileEvents(rule: RuleOf<'events'>, context: RuleContext): Part {
  const { aggregate, op, number } = rule
  const { moment } = context
  const { did, ...conditions } = rule.doing
  // The summary alone answers the simplest questions.
  const isPlain = Object.values(conditions).every((one) => one === undefined)
  const cost = rule.window?.type === 'last' ? 4 : 8
  const ofNothing = valueOfNothing(aggregate)
  const fitsWithout = !Number.isNaN(ofNothing) && compareNumbers(op, ofNothing, number)
  const sieve = fitsWithout ? undefined : doingSieve(rule.doing, rule.window, context)
  if (aggregate === 'count' && op !== '=' && op !== '!=') {
    const needed = op === '>=' || op === '<' ? Math.ceil(number) : Math.floor(number) + 1
    const reaches = reachesCount(rule, needed, context)
    const fits = op === '>=' || op === '>' ? reaches : (slot: number) => !reaches(slot)
    return { fits, sieve, cost: isPlain && needed <= 1 ? 1 : cost }
  }
  const measure = aggregateMeasure(rule, aggregate, context)
  if (!isAge(aggregate))
    return {
      fits: (slot) => {
        const value = measure(slot)
        return !Number.isNaN(value) && compareNumbers(op, value, number)
      },
      sieve,
      cost: 2 * cost,
    }
  const ageMs = inMs(number)
  return {
    fits: (slot) => {
      const since = measure(slot)
      if (Number.isNaN(since)) return false
      noteCrossing(moment, since, ageMs)
      return compareNumbers(op, moment.now - since, ageMs)
    },
    sieve,
    cost: isPlain && aggregate === 'sinceLast' ? 1 : 2 * cost,
  }
}

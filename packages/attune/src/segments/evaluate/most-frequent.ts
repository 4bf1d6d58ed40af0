import type { ReadonlyNames } from '../../activity/activity-index.ts'
import type { Doing, Window } from '../rules/rule.ts'
import type { FrequentPart } from '../rules/rule-words.ts'
import { spanOf } from './aggregate-measure.ts'
import { anything, doingMatcher, headOf, isDoing, newestWithin } from './doing-matcher.ts'
import { glance, nothing } from './glance.ts'
import { fold } from './item-facts.ts'
import { changesAt } from './moment.ts'
import { followLists } from './open-context.ts'
import type { RuleContext } from './rule-sources.ts'

/** The most frequent one as a number, −1 where there is none, and what the numbers mean. */
export interface MostFrequent {
  readonly of: (slot: number) => number
  readonly find: (name: string) => number
  readonly nameOf: (number: number) => string
}

/**
 * Most frequent by number of entries (of events, for hours, devices and channels); of several equally frequent ones the one
 * that happened last. Unknown devices and channels do not count.
 */
export function mostFrequent(
  { part, doing, window }: { part: FrequentPart; doing?: Doing | undefined; window?: Window | undefined },
  context: RuleContext,
): MostFrequent {
  const { activity, facts, moment, localTime, refreshers } = context
  const matcher = doingMatcher(doing ?? anything, context)
  const look = glance(matcher, context)
  const spanAt = spanOf(window, context)
  const ofItems = part === 'category' || part === 'brand'
  if (ofItems) followLists(context)
  const size = (): number =>
    part === 'category'
      ? facts.categories.size
      : part === 'brand'
        ? facts.brands.size
        : part === 'hour'
          ? 24
          : activity[part === 'device' ? 'devices' : 'channels'].size
  let counts = new Int32Array(0)
  refreshers.push(() => {
    if (size() > counts.length) counts = new Int32Array(2 * size())
  })
  /** Those with a count, the one that happened last first. */
  const met: number[] = []
  const add = (number: number): void => {
    if (counts[number] === 0) met.push(number)
    counts[number] = (counts[number] as number) + 1
  }

  function of(slot: number): number {
    const span = spanAt(moment.now)
    if (look(slot, span) === nothing) return -1
    const entries = activity.entriesOf(slot)
    const { times, items, from } = entries
    let oldest = Number.NaN
    for (let at = newestWithin(entries, span, moment); at >= from; at--) {
      const time = times[at] as number
      if (time < span.from) break
      if (!isDoing(matcher, entries, at)) continue
      oldest = time
      if (ofItems) {
        const item = items[at] as number
        if (item < 0) continue
        const { starts, numbers } = part === 'category' ? facts.categoryLists : facts.brandLists
        const last = starts[item + 1] as number
        for (let place = starts[item] as number; place < last; place++) add(numbers[place] as number)
        continue
      }
      if (part === 'hour') add(localTime.hourOf(time))
      else {
        const number = (part === 'device' ? entries.devices[at] : entries.channels[at]) as number
        if (number > 0) add(number)
      }
      at = headOf(entries, at)
    }
    if (span.slideMs > 0 && !Number.isNaN(oldest)) changesAt(moment, Math.floor(oldest) + span.slideMs + 1)
    let best = -1
    for (const number of met) if (best < 0 || (counts[number] as number) > (counts[best] as number)) best = number
    for (const number of met) counts[number] = 0
    met.length = 0
    return best
  }
  return { of, ...namesOf(part, context) }
}

function namesOf(part: FrequentPart, { activity, facts }: RuleContext): Pick<MostFrequent, 'find' | 'nameOf'> {
  const plain = (names: ReadonlyNames) => ({
    find: (name: string) => names.find(fold(name)) ?? -1,
    nameOf: (number: number) => names.nameOf(number),
  })
  switch (part) {
    case 'category':
      return facts.categories
    case 'brand':
      return facts.brands
    case 'hour':
      return { find: (name) => (/^(?:1?\d|2[0-3])$/.test(name) ? Number(name) : -1), nameOf: String }
    case 'device':
      return plain(activity.devices)
    case 'channel':
      return plain(activity.channels)
  }
}

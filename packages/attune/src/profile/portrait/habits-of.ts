import type { ActivityEntries } from '../../activity/activity-index.ts'
import type { Habit, Profile } from '../../api/schemas/profiles.ts'
import { certainShare, rounded } from './certain-share.ts'
import { iso } from './interests-of.ts'
import type { WeighedItem } from './weigh-activity.ts'
import { hourIn } from './zone-clock.ts'

/** Counts of what was told, and when it was last. */
interface Counts {
  readonly by: Map<string, number>
  last: number
}

/** The value of most events, with the others: observed, without decay. Null where nothing tells. */
function habitOf({ by, last }: Counts): Habit | null {
  const total = [...by.values()].reduce((sum, n) => sum + n, 0)
  const [most, ...others] = [...by].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  if (most === undefined) return null
  const [value, observations] = most
  return {
    value,
    ...certainShare(observations, total),
    source: 'observed',
    observations: total,
    asOf: iso(last),
    others: others.slice(0, 5).map(([name, n]) => ({ value: name, share: rounded(n / total), observations: n })),
  }
}

export interface HabitOptions {
  readonly entries: ActivityEntries
  readonly deviceOf: (device: number) => string
  readonly channelOf: (channel: number) => string
  readonly weighed: Iterable<WeighedItem>
  /** The language that the person gave, and when. */
  readonly language: { readonly value: string; readonly at: number | undefined } | undefined
  readonly timeZone: string
  readonly timeZoneGiven: boolean
}

/** With what, from where, when and in which language somebody comes. */
export function habitsOf(options: HabitOptions): Profile['habits'] {
  const { entries, deviceOf, channelOf, weighed, language, timeZone, timeZoneGiven } = options
  const hourOf = hourIn(timeZone)
  const hours = new Array<number>(24).fill(0)
  const devices: Counts = { by: new Map(), last: 0 }
  const channels: Counts = { by: new Map(), last: 0 }
  let total = 0
  let last = 0
  const count = (into: Counts, name: string, time: number): void => {
    if (name === '') return
    into.by.set(name, (into.by.get(name) ?? 0) + 1)
    into.last = time
  }
  for (let at = entries.from; at < entries.to; at++) {
    if (entries.continues[at] === 1) continue
    const time = entries.times[at] as number
    const hour = hourOf(time)
    hours[hour] = (hours[hour] ?? 0) + 1
    total++
    last = time
    count(devices, deviceOf(entries.devices[at] as number), time)
    count(channels, channelOf(entries.channels[at] as number), time)
  }
  return {
    language: language ? givenLanguage(language) : languageOfItems(weighed),
    hour: total === 0 ? null : hoursOf(hours, total, last, { timeZone, timeZoneGiven }),
    device: habitOf(devices),
    channel: habitOf(channels),
  }
}

const givenLanguage = ({ value, at }: { value: string; at: number | undefined }): Habit => ({
  value,
  share: 1,
  low: 1,
  high: 1,
  source: 'given',
  observations: null,
  asOf: at === undefined ? null : iso(at),
  others: [],
})

/** In which language the items are that they did something with: what can be read of it without their texts. */
function languageOfItems(weighed: Iterable<WeighedItem>): Habit | null {
  const counts: Counts = { by: new Map(), last: 0 }
  for (const { item, times, last } of weighed) {
    const language = item.language?.split(/[-_]/)[0]?.toLowerCase()
    if (!language) continue
    counts.by.set(language, (counts.by.get(language) ?? 0) + times)
    counts.last = Math.max(counts.last, last)
  }
  const habit = habitOf(counts)
  return habit && { ...habit, source: 'inferred' }
}

/** Whether events of three hours in a row say more of a person than those of one: they do not come on the stroke. */
const hoursTogether = 3

function hoursOf(
  counts: readonly number[],
  total: number,
  last: number,
  zone: { timeZone: string; timeZoneGiven: boolean },
): Profile['habits']['hour'] {
  const sums = counts.map((_, from) =>
    Array.from({ length: hoursTogether }, (_, at) => counts[(from + at) % 24] as number).reduce((a, b) => a + b, 0),
  )
  const most = Math.max(...sums)
  const from = sums.indexOf(most)
  return {
    from,
    to: (from + hoursTogether - 1) % 24,
    ...certainShare(most, total),
    source: 'observed',
    observations: total,
    asOf: iso(last),
    counts: [...counts],
    ...zone,
  }
}

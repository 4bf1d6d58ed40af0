import type { Retention, RetentionInput } from '../api/schemas/behaviour.ts'
import { createLocalTime } from '../segments/evaluate/local-time.ts'
import { askedPeople } from './asked-people.ts'
import type { BehaviourAsk } from './behaviour.ts'
import { behaviourWarning, warningsFor } from './behaviour-texts.ts'
import { groupsOf } from './group-of.ts'
import { largestGroups } from './largest-groups.ts'
import { openSteps } from './open-steps.ts'
import { type Periods, periodsOf } from './periods.ts'
import { fewestShown, nestedCounts, shownCount, shownShare } from './small-cells.ts'
import { walkPeople } from './walk-people.ts'

/** People of a cohort: by the period of their first time, how many, and how many came back how many periods later. */
type Cohort = Map<number, { people: number; readonly back: Float64Array }>

/**
 * How many people come back, and when: the cohort of a person is that of their first time in all that is kept, which must lie
 * in the range.
 *
 * Period k is the k-th day, week or month of the calendar after that of the first time. Period 0 counts what is done again
 * after the first time in the same period. A period counts only for those for whom it is over.
 *
 * @throws AttuneError `invalid-step`, `rule-syntax`, `unknown-segment`, `sensitive-trait`, `too-many-events`
 */
export async function countRetention(ask: BehaviourAsk, input: RetentionInput): Promise<Retention> {
  const { attune, workspace, range, now } = ask
  const given = [input.first, input.again ?? input.first]
  const { matcher, activity } = await openSteps(ask, given, { from: 0, to: now + 1 })
  const zone = createLocalTime(attune.config.segments.timeZone)
  const periods = periodsOf(input.period, zone)
  const isCounted = askedPeople(attune, workspace, input.segment)
  const groupOf = input.cohorts === 'time' ? undefined : groupsOf(attune, workspace, activity, input.cohorts)
  const everybody: Cohort = new Map()
  const cohorts = new Map<string | null, Cohort>()
  const back = new Uint8Array(input.periods + 1)
  await walkPeople({ ...ask, activity, isCounted, refresh: matcher.refresh }, (entries, personId, slot) => {
    const { times, continues, from, to } = entries
    matcher.person(personId)
    back.fill(0)
    let first = -1
    let born = 0
    for (let at = from; at < to; ) {
      const time = times[at] as number
      const head = at
      let mask = 0
      do {
        mask |= matcher.maskOf(entries, at)
        at++
      } while (at < to && continues[at] === 1)
      if (mask === 0 || time > now) continue
      if (first !== -1 && (mask & 2) !== 0) {
        const age = periods.numberOf(time) - born
        if (input.mode === 'from') back.fill(1, 0, Math.min(age, input.periods) + 1)
        else if (age <= input.periods) back[age] = 1
      } else if (first === -1 && (mask & 1) !== 0) {
        if (time < range.from || time >= range.to) return
        first = head
        born = periods.numberOf(time)
      }
    }
    if (first === -1) return
    put(everybody, born, back)
    for (const name of groupOf ? groupOf(personId, slot, entries, first) : [periods.nameOf(born)]) {
      const cohort = cohorts.get(name) ?? new Map()
      cohorts.set(name, cohort)
      put(cohort, born, back)
    }
  })
  const people = sizeOf(everybody)
  const cellsOf = cellsFor(periods, now, input)
  const overlap = typeof input.cohorts === 'object' && 'segments' in input.cohorts
  const named = [...cohorts].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
  const cut = groupOf && largestGroups(cohorts, sizeOf, joined, overlap)
  const shown = cut ? cut.groups : named.map(([name, of]) => ({ name, of }))
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    period: input.period,
    cohorts: shown.map(({ name, of }) => ({ name, people: shownCount(sizeOf(of)), cells: cellsOf(of) })),
    all: cellsOf(everybody),
    warnings: [
      ...warningsFor(people, fewestShown),
      ...(shown.some(({ of }) => shownCount(sizeOf(of)) === null) || cut?.small
        ? [behaviourWarning('small-groups')]
        : []),
      ...(cut?.cut ? [behaviourWarning('groups-cut')] : []),
    ],
  }
}

const sizeOf = (cohort: Cohort): number => [...cohort.values()].reduce((sum, { people }) => sum + people, 0)

function put(cohort: Cohort, born: number, back: Uint8Array): void {
  const own = cohort.get(born) ?? { people: 0, back: new Float64Array(back.length) }
  cohort.set(born, own)
  own.people++
  for (let age = 0; age < back.length; age++) own.back[age] = (own.back[age] as number) + (back[age] as number)
}

function joined(a: Cohort, b: Cohort): Cohort {
  const both: Cohort = new Map()
  for (const cohort of [a, b])
    for (const [born, { people, back }] of cohort) {
      const own = both.get(born) ?? { people: 0, back: new Float64Array(back.length) }
      both.set(born, { people: own.people + people, back: own.back.map((sum, age) => sum + (back[age] as number)) })
    }
  return both
}

/** Of those for whom a period is over, how many came back in it. */
function cellsFor(
  periods: Periods,
  now: number,
  { periods: last, mode }: Pick<RetentionInput, 'periods' | 'mode'>,
): (cohort: Cohort) => Retention['all'] {
  return (cohort) => {
    // Counts that lie in each other: who is still to come back in `from` mode are some of those of the period before.
    let nested: number[] = []
    return Array.from({ length: last + 1 }, (_, age) => {
      let [people, back] = [0, 0]
      for (const [born, own] of cohort) {
        if (periods.startOf(born + age + 1) > now) continue
        people += own.people
        back += own.back[age] as number
      }
      nested = mode === 'from' && nested[0] === people ? [...nested, back] : [people, back]
      const counts = nestedCounts(nested)
      const shown = counts.at(-1) ?? null
      const share = shownShare(shown, counts[0] ?? null)
      return shown === null ? null : share && { people: shown, share }
    })
  }
}

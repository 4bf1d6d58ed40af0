import { exposureKind } from '../activity/event-entries.ts'
import type { Funnel, FunnelInput, FunnelStep } from '../api/schemas/behaviour.ts'
import { askedPeople } from './asked-people.ts'
import type { BehaviourAsk } from './behaviour.ts'
import { behaviourWarning, warningsFor } from './behaviour-texts.ts'
import { funnelChains } from './funnel-chains.ts'
import { groupsOf } from './group-of.ts'
import { type LargestGroups, largestGroups } from './largest-groups.ts'
import { openSteps } from './open-steps.ts'
import type { ReadStep } from './read-step.ts'
import { fewestShown, nestedCounts, shownCount, shownShare } from './small-cells.ts'
import { createWaits, type Waits } from './waits.ts'
import { firstAt, walkPeople } from './walk-people.ts'

const hourMs = 3_600_000

/** What was counted of a group: people by how far they got, and how long they took. */
interface Tally {
  readonly reached: Float64Array
  readonly fromFirst: readonly Waits[]
  readonly fromPrevious: readonly Waits[]
}

/**
 * How many people got from step to step: who began in the range, and went on within the window, also past the end of the range.
 *
 * @throws AttuneError `invalid-step`, `rule-syntax`, `unknown-segment`, `sensitive-trait`, `too-many-events`
 */
export async function countFunnel(ask: BehaviourAsk, input: FunnelInput): Promise<Funnel> {
  const { attune, workspace, range, now } = ask
  const windowMs = input.windowHours * hourMs
  const until = Math.min(now + 1, range.to + windowMs)
  const { steps, matcher, activity } = await openSteps(ask, input.steps, { from: range.from, to: until })
  const chains = funnelChains(steps.length, windowMs, input.order === 'strict')
  const groupOf = input.by && groupsOf(attune, workspace, activity, input.by)
  const isCounted = askedPeople(attune, workspace, input.segment)
  const shown = activity.kinds.find(exposureKind) ?? -1
  const all = tallyOf(steps.length)
  const groups = new Map<string | null, Tally>()
  await walkPeople({ ...ask, activity, isCounted, refresh: matcher.refresh }, (entries, personId, slot) => {
    const { times, continues, to } = entries
    matcher.person(personId)
    chains.reset()
    let began = -1
    for (let at = firstAt(entries, range.from); at < to; ) {
      const time = times[at] as number
      if (time >= until) break
      const head = at
      let mask = 0
      do {
        mask |= matcher.maskOf(entries, at)
        at++
      } while (at < to && continues[at] === 1)
      // Being shown something is not doing it.
      if (mask === 0 && (input.order === 'loose' || entries.kinds[head] === shown)) continue
      chains.event(time, mask, time < range.to)
      if (began === -1 && chains.depth > 0) began = head
    }
    if (chains.depth === 0) return
    add(all, chains)
    if (groupOf)
      for (const name of groupOf(personId, slot, entries, began)) {
        const tally = groups.get(name) ?? tallyOf(steps.length)
        groups.set(name, tally)
        add(tally, chains)
      }
  })
  const people = all.reached[0] as number
  const overlap = input.by !== undefined && 'segments' in input.by
  const cut = groupOf && largestGroups(groups, (tally) => tally.reached[0] as number, joined, overlap)
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    people: shownCount(people),
    steps: stepsOf(all, steps),
    groups: cut ? cut.groups.map(({ name, of }) => ({ name, steps: stepsOf(of, steps) })) : null,
    warnings: [
      ...warningsFor(people, fewestShown),
      ...(range.to + windowMs > now ? [behaviourWarning('window-open')] : []),
      ...warningsOfGroups(cut),
    ],
  }
}

const warningsOfGroups = (cut: LargestGroups<unknown> | undefined) => [
  ...(cut?.small ? [behaviourWarning('small-groups')] : []),
  ...(cut?.cut ? [behaviourWarning('groups-cut')] : []),
]

function tallyOf(steps: number): Tally {
  const waits = () => Array.from({ length: steps }, createWaits)
  return { reached: new Float64Array(steps), fromFirst: waits(), fromPrevious: waits() }
}

function add(tally: Tally, chains: ReturnType<typeof funnelChains>): void {
  for (let step = 0; step < chains.depth; step++) {
    tally.reached[step] = (tally.reached[step] as number) + 1
    if (step === 0) continue
    const at = chains.reachedAt[step] as number
    tally.fromFirst[step]?.add(at - (chains.begunAt[step] as number))
    tally.fromPrevious[step]?.add(at - (chains.beforeAt[step] as number))
  }
}

/** How long people of several groups took together is not known any more. */
const joined = (a: Tally, b: Tally): Tally => ({
  ...tallyOf(a.reached.length),
  reached: a.reached.map((count, step) => count + (b.reached[step] as number)),
})

function stepsOf({ reached, fromFirst, fromPrevious }: Tally, steps: readonly ReadStep[]): FunnelStep[] {
  const counts = nestedCounts([...reached])
  const [first = null] = counts
  return steps.map(({ label }, step) => {
    const people = counts[step] ?? null
    const before = step === 0 ? people : (counts[step - 1] ?? null)
    return {
      label,
      people,
      ofFirst: shownShare(people, first),
      ofPrevious: shownShare(people, before),
      lost: step === 0 ? 0 : people === null || before === null ? null : before - people,
      fromFirst: fromFirst[step]?.quartiles() ?? null,
      fromPrevious: fromPrevious[step]?.quartiles() ?? null,
    }
  })
}

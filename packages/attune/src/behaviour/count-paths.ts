import type { ActivityEntries } from '../activity/activity-index.ts'
import { exposureKind } from '../activity/event-entries.ts'
import type { Paths, PathsInput } from '../api/schemas/behaviour.ts'
import { askedPeople } from './asked-people.ts'
import type { BehaviourAsk } from './behaviour.ts'
import { warningsFor } from './behaviour-texts.ts'
import { type DrawnPath, drawPaths } from './draw-paths.ts'
import { openSteps } from './open-steps.ts'
import { fewestShown, shownCount } from './small-cells.ts'
import { firstAt, walkPeople } from './walk-people.ts'

const hourMs = 3_600_000
/** Different paths that are told apart; beyond them the rarer ends are. */
const mostPaths = 200_000

/**
 * What people do after something, or did before it: of each person the path at their first time in the range.
 *
 * @throws AttuneError `invalid-step`, `rule-syntax`, `unknown-segment`, `too-many-events`
 */
export async function countPaths(ask: BehaviourAsk, input: PathsInput): Promise<Paths> {
  const { attune, workspace, range, now } = ask
  const anchor = input.anchor ?? { doing: { did: 'anything' as const }, properties: [] }
  const { matcher, activity } = await openSteps(ask, [anchor], { from: range.from, to: range.to })
  const isCounted = askedPeople(attune, workspace, input.segment)
  const shown = activity.kinds.find(exposureKind) ?? -1
  const pauseMs = input.pauseHours * hourMs
  const counts = new Map<string, number>()
  let people = 0
  const path: number[] = []
  await walkPeople({ ...ask, activity, isCounted, refresh: matcher.refresh }, (entries, personId) => {
    matcher.person(personId)
    const at = anchorIn(entries, range, (entry) => matcher.maskOf(entries, entry) !== 0)
    if (at === -1) return
    people++
    follow(path, entries, at, { ...input, pauseMs, shown, now })
    const key = path.join(' ')
    if (counts.has(key) || counts.size < mostPaths) counts.set(key, (counts.get(key) ?? 0) + 1)
  })
  const drawn: DrawnPath[] = [...counts].map(([key, count]) => ({
    names: key.split(' ').map((number) => activity.events.nameOf(Number(number))),
    people: count,
  }))
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    direction: input.direction,
    people: shownCount(people),
    ...(people < fewestShown ? { nodes: [], links: [] } : drawPaths(drawn, input)),
    warnings: warningsFor(people, fewestShown),
  }
}

/** The head of the first event in the range that is the anchor; −1 where there is none. */
function anchorIn(
  entries: ActivityEntries,
  range: { readonly from: number; readonly to: number },
  isAnchor: (at: number) => boolean,
): number {
  const { times, continues, to } = entries
  let head = -1
  for (let at = firstAt(entries, range.from); at < to && (times[at] as number) < range.to; at++) {
    if (continues[at] !== 1) head = at
    if (isAnchor(at)) return head
  }
  return -1
}

/** Puts the numbers of the names into `path`, the anchor's first. */
function follow(
  path: number[],
  { times, events, kinds, continues, from, to }: ActivityEntries,
  anchor: number,
  options: Pick<PathsInput, 'direction' | 'steps' | 'repeats'> & {
    readonly pauseMs: number
    readonly shown: number
    readonly now: number
  },
): void {
  const step = options.direction === 'from' ? 1 : -1
  path.length = 0
  path.push(events[anchor] as number)
  let last = times[anchor] as number
  for (let at = anchor + step; at >= from && at < to && path.length <= options.steps; at += step) {
    const time = times[at] as number
    if (Math.abs(time - last) > options.pauseMs || time > options.now) return
    // Being shown something is not doing it.
    if (continues[at] === 1 || kinds[at] === options.shown) continue
    last = time
    const name = events[at] as number
    if (options.repeats || name !== path[path.length - 1]) path.push(name)
  }
}

import { RecommendError } from '../errors.ts'
import type { Random } from '../evaluate/random.ts'
import type { Pairs } from './hide-edges.ts'
import { areFriends, friendsOf, type SocialGraph } from './social-graph.ts'

/**
 * Distinct pairs drawn uniformly from all pairs of different people that are no edge of `graph`.
 *
 * @throws RecommendError `no-cases` when there are fewer such pairs than asked for
 */
export function drawNonEdges(graph: SocialGraph, count: number, random: Random): Pairs {
  const people = graph.people.ids.length
  const available = (people * (people - 1)) / 2 - graph.edgeCount
  // Where a large part is wanted, drawing and drawing again would not end.
  if (count * 2 > available) return drawFromLists(people, (person) => strangersAbove(graph, person), count, random)
  const from = new Int32Array(count)
  const to = new Int32Array(count)
  const seen = new Set<number>()
  for (let size = 0; size < count; ) {
    const a = Math.floor(random() * people)
    const b = Math.floor(random() * people)
    const low = Math.min(a, b)
    const high = Math.max(a, b)
    const key = low * people + high
    if (low === high || seen.has(key) || areFriends(graph, low, high)) continue
    seen.add(key)
    from[size] = low
    to[size++] = high
  }
  return { from, to }
}

/**
 * Distinct pairs drawn uniformly from all pairs that have a common friend in `seen` and are no edge of `whole`: those
 * hardest to tell from hidden edges. With `seen` the graph without the hidden edges, every drawn pair is one that a
 * recommender could propose, and would be wrong to.
 *
 * @throws RecommendError `no-cases` when there are fewer such pairs than asked for
 */
export function drawTwoStepNonEdges(whole: SocialGraph, seen: SocialGraph, count: number, random: Random): Pairs {
  const people = seen.people.ids.length
  const markedIn = new Int32Array(people)
  const near = new Int32Array(people)
  let round = 0
  const above = (person: number): Int32Array => {
    round++
    let size = 0
    for (const friend of friendsOf(whole, person)) markedIn[friend] = round
    for (const friend of friendsOf(seen, person)) {
      for (const other of friendsOf(seen, friend)) {
        if (other <= person || markedIn[other] === round) continue
        markedIn[other] = round
        near[size++] = other
      }
    }
    return near.subarray(0, size)
  }
  return drawFromLists(people, above, count, random)
}

/** Uniform over all (person, member of `listOf(person)`): the pairs are counted first, then ranks among them are drawn. */
function drawFromLists(people: number, listOf: (person: number) => Int32Array, count: number, random: Random): Pairs {
  let total = 0
  for (let person = 0; person < people; person++) total += listOf(person).length
  if (count > total) {
    const message = `There are only ${total} pairs to draw ${count} from.`
    throw new RecommendError('no-cases', message, { asked: count, available: total })
  }
  const ranks = distinctBelow(total, count, random)
  const from = new Int32Array(count)
  const to = new Int32Array(count)
  let size = 0
  let start = 0
  for (let person = 0; person < people && size < count; person++) {
    const list = listOf(person)
    for (; size < count && (ranks[size] as number) < start + list.length; size++) {
      from[size] = person
      to[size] = list[(ranks[size] as number) - start] as number
    }
    start += list.length
  }
  return { from, to }
}

/** `count` distinct whole numbers below `total`, ascending, every set as likely (Floyd; Bentley, CACM 30(9), 1987). */
function distinctBelow(total: number, count: number, random: Random): Float64Array {
  const chosen = new Set<number>()
  for (let top = total - count; top < total; top++) {
    const drawn = Math.floor(random() * (top + 1))
    chosen.add(chosen.has(drawn) ? top : drawn)
  }
  return Float64Array.from(chosen).sort()
}

function strangersAbove(graph: SocialGraph, person: number): Int32Array {
  const strangers: number[] = []
  for (let other = person + 1; other < graph.people.ids.length; other++)
    if (!areFriends(graph, person, other)) strangers.push(other)
  return Int32Array.from(strangers)
}

import { RecommendError } from '../errors.ts'
import { type FriendScorer, touchedSums } from './friend-scores.ts'
import { checkPerson, degreeOf, type SocialGraph } from './social-graph.ts'

export interface PageRankOptions {
  /** Chance of going back to the person at every step, in (0, 1). Default .15. */
  readonly restart?: number
  /** Push stops when nobody holds more than `tolerance` × their number of friends, in (0, 1). Default 1e-6. */
  readonly tolerance?: number
}

export interface PowerIterationOptions {
  /** Chance of going back to the person at every step, in (0, 1). Default .15. */
  readonly restart?: number
  /** Stops when the sum of absolute changes is at most this. Default 1e-10. */
  readonly tolerance?: number
  /** Default 1000. */
  readonly iterations?: number
}

/**
 * Personalised PageRank by pushing (Andersen, Chung, Lang: Local graph partitioning using PageRank vectors, FOCS 2006;
 * here with the plain walk instead of the lazy one). π solves π = restart · e + (1 − restart) · π W with W the walk to a
 * random friend; somebody without friends keeps what reaches them. The answer p is from below:
 * 0 ≤ π(v) − p(v) ≤ tolerance · friends(v); the work is at most 1 / (restart · tolerance) whatever the size of the graph.
 *
 * @throws RecommendError `bad-parameter` when an option is out of range; `of` throws `bad-index` for an unknown person
 */
export function pageRankScorer(graph: SocialGraph, options: PageRankOptions = {}): FriendScorer {
  const { restart = 0.15, tolerance = 1e-6 } = options
  checkShare('restart', restart)
  checkShare('tolerance', tolerance)
  const count = graph.people.ids.length
  const { indptr, neighbours } = graph
  const settled = touchedSums(count)
  const residual = touchedSums(count)
  const queued = new Uint8Array(count)
  // A ring: everybody is in it at most once.
  const queue = new Int32Array(count)
  return {
    of(person) {
      checkPerson(graph, person)
      settled.clear()
      residual.clear()
      residual.add(person, 1)
      let head = 0
      let size = 1
      queue[0] = person
      queued[person] = 1
      while (size > 0) {
        const at = queue[head] as number
        head = head + 1 === count ? 0 : head + 1
        size--
        queued[at] = 0
        const held = residual.sums[at] as number
        residual.sums[at] = 0
        const start = indptr[at] as number
        const end = indptr[at + 1] as number
        if (start === end) {
          settled.add(at, held)
          continue
        }
        settled.add(at, restart * held)
        const share = ((1 - restart) * held) / (end - start)
        for (let slot = start; slot < end; slot++) {
          const friend = neighbours[slot] as number
          residual.add(friend, share)
          if (queued[friend] === 1) continue
          const degree = (indptr[friend + 1] as number) - (indptr[friend] as number)
          if ((residual.sums[friend] as number) <= tolerance * degree) continue
          queued[friend] = 1
          const tail = head + size
          queue[tail >= count ? tail - count : tail] = friend
          size++
        }
      }
      return { people: settled.touched(), scores: settled.sums }
    },
  }
}

/**
 * The same by power iteration from e: exact to `tolerance`, every step reads the whole graph.
 *
 * @returns π by dense id; adds up to 1
 * @throws RecommendError `bad-index`, `bad-parameter`
 */
export function pageRankByPowerIteration(
  graph: SocialGraph,
  person: number,
  { restart = 0.15, tolerance = 1e-10, iterations = 1000 }: PowerIterationOptions = {},
): Float64Array {
  checkPerson(graph, person)
  checkShare('restart', restart)
  checkShare('tolerance', tolerance)
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new RecommendError('bad-parameter', 'iterations must be a whole number from 1.', { parameter: 'iterations' })
  const count = graph.people.ids.length
  let rank = new Float64Array(count)
  let next = new Float64Array(count)
  rank[person] = 1
  for (let round = 0; round < iterations; round++) {
    next.fill(0)
    for (let from = 0; from < count; from++) {
      const held = rank[from] as number
      if (held === 0) continue
      const friends = degreeOf(graph, from)
      if (friends === 0) {
        ;(next[from] as number) += (1 - restart) * held
        continue
      }
      const share = ((1 - restart) * held) / friends
      const end = graph.indptr[from + 1] as number
      for (let slot = graph.indptr[from] as number; slot < end; slot++)
        (next[graph.neighbours[slot] as number] as number) += share
    }
    ;(next[person] as number) += restart
    let change = 0
    for (let at = 0; at < count; at++) change += Math.abs((next[at] as number) - (rank[at] as number))
    ;[rank, next] = [next, rank]
    if (change <= tolerance) break
  }
  return rank
}

function checkShare(parameter: string, value: number): void {
  if (value > 0 && value < 1) return
  throw new RecommendError('bad-parameter', `${parameter} must be above 0 and below 1.`, { parameter })
}

import { UndirectedGraph } from 'graphology'
import louvainModule from 'graphology-communities-louvain'
import { RecommendError } from '../errors.ts'
import type { Random } from '../evaluate/random.ts'
import { checkResolution, modularity } from './modularity.ts'
import { edgesOf, type SocialGraph } from './social-graph.ts'

/** The part of graphology-communities-louvain that is used: its types say `default`, its module is the function itself. */
type Louvain = (
  graph: UndirectedGraph,
  options: { readonly resolution: number; readonly rng: Random; readonly getEdgeWeight: null },
) => Readonly<Record<string, number>>
const louvain = louvainModule as unknown as Louvain

export interface CommunityOptions {
  /** The same generator in the same state gives the same communities. */
  readonly random: Random
  /** Higher finds more and smaller communities; above 0. Default 1, plain modularity. */
  readonly resolution?: number
  /** Independent runs of which the one with the highest modularity at `resolution` is kept, from 1 to 1000. Default 8. */
  readonly runs?: number
}

export interface Communities {
  /** Community of each person, 0 … count − 1, numbered by their first member; people without edges are alone. */
  readonly of: Int32Array
  readonly count: number
  /** Quality of the partition at `resolution`, by `modularity`. */
  readonly modularity: number
  readonly resolution: number
}

/**
 * Communities by Louvain (Blondel et al. 2008, graphology's implementation), the best of several runs. Which run is best
 * is decided by modularity alone, so no labels are needed. Kept self loops count.
 *
 * @throws RecommendError `no-cases` when there is nobody; `bad-parameter` when an option is out of range (NaN included)
 * @example
 * findCommunities(graph, { random: randomOf(1) }).of[graph.people.indexOf.get('ann') ?? -1]
 */
export function findCommunities(graph: SocialGraph, options: CommunityOptions): Communities {
  const { random, resolution = 1, runs = 8 } = options
  checkResolution(resolution)
  if (!Number.isInteger(runs) || runs < 1 || runs > 1000)
    throw new RecommendError('bad-parameter', 'runs must be a whole number from 1 to 1000.', { parameter: 'runs' })
  if (graph.loops.length === 0) throw new RecommendError('no-cases', 'A graph of nobody has no communities.')
  const copy = toGraphology(graph)
  let best: Communities | undefined
  for (let run = 0; run < runs; run++) {
    const found = louvain(copy, { resolution, rng: random, getEdgeWeight: null })
    const { of, count } = renumbered(Int32Array.from(graph.loops, (_, person) => found[person] as number))
    const quality = modularity(graph, of, resolution)
    if (!best || quality > best.modularity) best = { of, count, modularity: quality, resolution }
  }
  return best as Communities
}

function toGraphology(graph: SocialGraph): UndirectedGraph {
  const copy = new UndirectedGraph({ allowSelfLoops: true })
  for (const [person, loop] of graph.loops.entries()) {
    copy.addNode(person)
    if (loop === 1) copy.addEdge(person, person)
  }
  const { from, to } = edgesOf(graph)
  for (let edge = 0; edge < from.length; edge++) copy.addEdge(from[edge], to[edge])
  return copy
}

function renumbered(labels: Int32Array): { readonly of: Int32Array; readonly count: number } {
  const numbers = new Map<number, number>()
  const of = labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size
    numbers.set(label, number)
    return number
  })
  return { of, count: numbers.size }
}

import { RecommendError } from '../errors.ts'
import type { SocialGraph } from './social-graph.ts'

/**
 * Newman's modularity with resolution γ: Σ over communities c of L_c / m − γ · (K_c / 2m)², with m edges in all, L_c of
 * them inside c and K_c the sum of degrees in c. A kept self loop is one edge and adds 2 to its person's degree.
 * (Newman, Girvan 2004; resolution: Reichardt, Bornholdt 2006.) A graph without edges has modularity 0.
 *
 * @param communities community of each person, any whole numbers; length people
 * @throws RecommendError `columns-differ`; `bad-parameter` unless the resolution is finite and above 0
 */
export function modularity(graph: SocialGraph, communities: Int32Array, resolution = 1): number {
  const { indptr, neighbours, loops } = graph
  checkResolution(resolution)
  if (communities.length !== loops.length)
    throw new RecommendError('columns-differ', `There must be one community for each of ${loops.length} people.`)
  /** By community: twice the edges inside, and the degrees. */
  const inside = new Map<number, number>()
  const degrees = new Map<number, number>()
  let ends = 0
  for (const [person, community] of communities.entries()) {
    const loopEnds = 2 * (loops[person] as number)
    const end = indptr[person + 1] as number
    let within = loopEnds
    for (let slot = indptr[person] as number; slot < end; slot++)
      if (communities[neighbours[slot] as number] === community) within++
    const degree = end - (indptr[person] as number) + loopEnds
    ends += degree
    inside.set(community, (inside.get(community) ?? 0) + within)
    degrees.set(community, (degrees.get(community) ?? 0) + degree)
  }
  if (ends === 0) return 0
  let sum = 0
  for (const [community, degree] of degrees)
    sum += (inside.get(community) ?? 0) / ends - resolution * (degree / ends) ** 2
  return sum
}

/** @throws RecommendError `bad-parameter` */
export function checkResolution(resolution: number): void {
  if (resolution > 0 && Number.isFinite(resolution)) return
  throw new RecommendError('bad-parameter', 'resolution must be a finite number above 0.', { parameter: 'resolution' })
}

import { RecommendError } from '../errors.ts'
import { type IdMap, idMapOf, sortIds } from '../id-map.ts'

/**
 * Who knows whom: an undirected graph without weights as compressed sparse rows over dense ids. Every edge stands in the
 * rows of both ends, nobody in their own. Plain data, so it can be posted to a worker as it is.
 */
export interface SocialGraph {
  readonly people: IdMap
  /** Friends of person p are `neighbours[indptr[p]]` … `neighbours[indptr[p + 1] − 1]`; length people + 1. */
  readonly indptr: Int32Array
  /** Dense ids of friends, row by row, ascending and distinct within a row; length 2 × edges. */
  readonly neighbours: Int32Array
  /** Friendships: self loops are not among them. */
  readonly edgeCount: number
  /** 1 for people with a self loop that was kept, else 0; length people. Only communities look at it. */
  readonly loops: Uint8Array
}

export interface EdgeColumns {
  /** One end of each edge. Whole numbers are ids too, and become their decimal strings. */
  readonly from: readonly string[] | readonly number[] | Int32Array
  /** The other end; length of `from`. The direction does not matter. */
  readonly to: readonly string[] | readonly number[] | Int32Array
  /** Everybody, those without friends included. Default: the ends of the edges (also of self loops), in natural order. */
  readonly people?: readonly string[]
  /**
   * What to do with an edge from a person to themselves. Default `drop`: the person stays, the edge does not. `keep` notes
   * it in `loops`, for communities; it never makes anybody their own friend.
   */
  readonly selfLoops?: 'drop' | 'keep' | 'refuse'
  /** What to do with an edge given before, in this or the other direction. Default `merge`: it counts once. */
  readonly duplicates?: 'merge' | 'refuse'
}

/**
 * The graph from columns of ids, in any order of rows.
 *
 * @throws RecommendError `columns-differ` when the columns have different lengths; `bad-value` when an id is empty or
 *   not a whole number, when `people` names somebody twice, or when a self loop or duplicate is to be refused; `bad-index`
 *   when an edge ends at somebody who is not in `people`. The details name the row.
 * @example
 * const graph = socialGraphFrom({ from: ['ann', 'bob', 'bob'], to: ['bob', 'ann', 'cat'] })
 * friendsOf(graph, 1) // → Int32Array [0, 2]: bob knows ann and cat
 */
export function socialGraphFrom(columns: EdgeColumns): SocialGraph {
  const { from, to, selfLoops = 'drop', duplicates = 'merge' } = columns
  if (from.length !== to.length) {
    const lengths = { from: from.length, to: to.length }
    throw new RecommendError('columns-differ', 'Both columns of edges must have one length.', lengths)
  }
  const names = { from: idsOf(from, 'from'), to: idsOf(to, 'to') }
  const people = idMapOf(columns.people ?? sortIds([...new Set([...names.from, ...names.to])]))
  const emptyId = people.indexOf.get('')
  if (emptyId !== undefined)
    throw new RecommendError('bad-value', 'An id of `people` is empty.', { column: 'people', row: emptyId })
  const ends = { from: numbered(names.from, people, 'from'), to: numbered(names.to, people, 'to') }
  if (selfLoops === 'refuse') {
    const row = ends.from.findIndex((person, at) => person === ends.to[at])
    if (row >= 0) throw new RecommendError('bad-value', `Edge ${row} joins a person to themselves.`, { row })
  }
  if (duplicates === 'refuse') {
    const row = firstRepeat(ends.from, ends.to, people.ids.length)
    if (row >= 0) throw new RecommendError('bad-value', `Edge ${row} was given before.`, { row })
  }
  return socialGraphFromDense(people, ends.from, ends.to, selfLoops === 'keep' ? 'keep' : 'drop')
}

/**
 * The graph from edges between dense ids; repeats (in either direction) count once.
 *
 * @param from length edges; dense ids below `people.ids.length`
 * @param to length edges
 * @throws RecommendError `columns-differ`; `bad-index` when a dense id is outside the id map
 */
export function socialGraphFromDense(
  people: IdMap,
  from: Int32Array,
  to: Int32Array,
  selfLoops: 'drop' | 'keep' = 'drop',
): SocialGraph {
  const count = people.ids.length
  if (from.length !== to.length)
    throw new RecommendError('columns-differ', 'Both columns of edges must have one length.')
  for (const [column, ends] of Object.entries({ from, to })) {
    const row = ends.findIndex((person) => person < 0 || person >= count)
    if (row >= 0) {
      const message = `Edge ${row}: ${column} must be a dense id below ${count}.`
      throw new RecommendError('bad-index', message, { column, row })
    }
  }
  const starts = new Int32Array(count + 1)
  const loops = new Uint8Array(count)
  for (let row = 0; row < from.length; row++) {
    if (from[row] === to[row]) {
      if (selfLoops === 'keep') loops[from[row] as number] = 1
      continue
    }
    ;(starts[(from[row] as number) + 1] as number) += 1
    ;(starts[(to[row] as number) + 1] as number) += 1
  }
  for (let person = 0; person < count; person++) (starts[person + 1] as number) += starts[person] as number
  const ends = new Int32Array(starts[count] as number)
  const next = starts.slice(0, count)
  for (let row = 0; row < from.length; row++) {
    const a = from[row] as number
    const b = to[row] as number
    if (a === b) continue
    ends[next[a] as number] = b
    ends[next[b] as number] = a
    ;(next[a] as number) += 1
    ;(next[b] as number) += 1
  }
  const indptr = new Int32Array(count + 1)
  let size = 0
  for (let person = 0; person < count; person++) {
    // Written back over the same array: what is kept never overtakes what is read.
    const row = ends.slice(starts[person], starts[person + 1]).sort()
    let last = -1
    for (const friend of row) {
      if (friend !== last) ends[size++] = friend
      last = friend
    }
    indptr[person + 1] = size
  }
  return { people, indptr, neighbours: ends.slice(0, size), edgeCount: size / 2, loops }
}

/** Dense ids of a person's friends, ascending, as a view on the graph. Empty for an unknown person. */
export function friendsOf({ indptr, neighbours }: SocialGraph, person: number): Int32Array {
  const start = indptr[person] ?? 0
  return neighbours.subarray(start, indptr[person + 1] ?? start)
}

/** Number of friends of a person; 0 for an unknown one. */
export function degreeOf({ indptr }: SocialGraph, person: number): number {
  const start = indptr[person] ?? 0
  return (indptr[person + 1] ?? start) - start
}

/** Do two people know each other? Binary search in the row of `a`. */
export function areFriends({ indptr, neighbours }: SocialGraph, a: number, b: number): boolean {
  let low = indptr[a] ?? 0
  let high = indptr[a + 1] ?? 0
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((neighbours[middle] as number) < b) low = middle + 1
    else high = middle
  }
  return low < (indptr[a + 1] ?? 0) && neighbours[low] === b
}

/** Every edge once, as columns with `from[e] < to[e]`, ascending. */
export function edgesOf(graph: SocialGraph): { readonly from: Int32Array; readonly to: Int32Array } {
  const from = new Int32Array(graph.edgeCount)
  const to = new Int32Array(graph.edgeCount)
  let size = 0
  for (let person = 0; person < graph.people.ids.length; person++) {
    for (const friend of friendsOf(graph, person)) {
      if (friend <= person) continue
      from[size] = person
      to[size++] = friend
    }
  }
  return { from, to }
}

/** @throws RecommendError `bad-index` unless `person` is a dense id of the graph */
export function checkPerson({ people }: SocialGraph, person: number, name = 'person'): void {
  if (Number.isInteger(person) && person >= 0 && person < people.ids.length) return
  const message = `${name} must be a dense id below ${people.ids.length}.`
  throw new RecommendError('bad-index', message, { parameter: name })
}

function idsOf(ids: EdgeColumns['from'], column: string): string[] {
  const names = new Array<string>(ids.length)
  for (let row = 0; row < ids.length; row++) {
    const id: unknown = ids[row]
    const fits = typeof id === 'string' ? id !== '' : Number.isSafeInteger(id)
    if (!fits) {
      const message = `Edge ${row}: ${column} must be a text that is not empty or a whole number.`
      throw new RecommendError('bad-value', message, { column, row })
    }
    names[row] = String(id)
  }
  return names
}

function numbered(ids: readonly string[], people: IdMap, column: string): Int32Array {
  return Int32Array.from(ids, (id, row) => {
    const person = people.indexOf.get(id)
    if (person !== undefined) return person
    throw new RecommendError('bad-index', `Edge ${row}: ${column} is nobody in \`people\`.`, { column, row })
  })
}

function firstRepeat(from: Int32Array, to: Int32Array, count: number): number {
  const seen = new Set<number>()
  return from.findIndex((a, row) => {
    const b = to[row] as number
    const key = Math.min(a, b) * count + Math.max(a, b)
    if (seen.has(key)) return true
    seen.add(key)
    return false
  })
}

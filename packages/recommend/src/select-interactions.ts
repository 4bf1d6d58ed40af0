import type { Interactions } from './interactions.ts'

/**
 * The matrix with only the interactions for which `keep` holds; ids stay, so rows and columns may become empty.
 *
 * @param keep is given the person, the position in the arrays of `interactions`, and the end of the person's row
 */
export function selectInteractions(
  interactions: Interactions,
  keep: (person: number, at: number, rowEnd: number) => boolean,
): Interactions {
  const personCount = interactions.indptr.length - 1
  const indptr = new Int32Array(personCount + 1)
  const kept = new Int32Array(interactions.indices.length)
  let size = 0
  for (let person = 0; person < personCount; person++) {
    const to = interactions.indptr[person + 1] as number
    for (let at = interactions.indptr[person] as number; at < to; at++) if (keep(person, at, to)) kept[size++] = at
    indptr[person + 1] = size
  }
  const indices = new Int32Array(size)
  const values = new Float32Array(size)
  const times = new Float64Array(size)
  // Plain loops: TypedArray.from with a function takes ten times as long.
  for (let slot = 0; slot < size; slot++) {
    const at = kept[slot] as number
    indices[slot] = interactions.indices[at] as number
    values[slot] = interactions.values[at] as number
    times[slot] = interactions.times[at] as number
  }
  const { persons, items } = interactions
  return { persons, items, indptr, indices, values, times }
}

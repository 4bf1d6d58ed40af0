import type { Kernels } from '@attune/kernels'
import type { Remaining } from './without-persons.ts'

/** Kernels do all of the work in a tenth of the time that it takes here. */
const mostOfTheWork = { here: 0.5, onKernels: 0.05 }

/**
 * Whether comparing the items that people who go had, with all others, is so little beside comparing all items that the rest
 * had better be left as it is. The work for an item is Σ over its people of their items. Never where items were renumbered.
 */
export function restsOnFew(
  { interactions, touched, inOrder }: Pick<Remaining, 'interactions' | 'touched' | 'inOrder'>,
  kernels?: Kernels,
): boolean {
  if (!inOrder) return false
  const isTouched = new Uint8Array(interactions.items.ids.length)
  for (const item of touched) isTouched[item] = 1
  let few = 0
  let all = 0
  const { indptr, indices } = interactions
  for (let person = 0; person + 1 < indptr.length; person++) {
    const from = indptr[person] as number
    const length = (indptr[person + 1] as number) - from
    all += length ** 2
    for (let at = from; at < from + length; at++) few += (isTouched[indices[at] as number] as number) * length
  }
  return few <= all * mostOfTheWork[kernels?.backend === 'threads' ? 'onKernels' : 'here']
}

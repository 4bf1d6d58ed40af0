import type { ForgetTask } from '../forget/forgetting.ts'
import { restsOnFew } from '../forget/rests-on-few.ts'
import type { Recommender } from '../recommender.ts'
import { distinctRows } from './distinct-rows.ts'
import { latestInteractions } from './fit-recency-item-knn.ts'
import { columnNorms } from './item-neighbours.ts'
import { itemProducts } from './item-products.ts'
import { itemTransitions } from './item-transitions.ts'
import { neighboursFrom } from './neighbours-from.ts'
import type { RecencyItemKnnParameters } from './recency-item-knn-parameters.ts'
import { recencyItemKnnOf } from './serve-recency-item-knn.ts'
import { updateNeighbours } from './update-neighbours.ts'

/**
 * recencyItemKnn without people, exact: only lists change that an item of theirs is in. Where weights differ, their mean square, by which all of them are
 * divided, is another without those people: then all lists change, and undefined asks for a fit.
 */
export function forgetRecencyItemKnn({ saved, before, remaining }: ForgetTask): Recommender | undefined {
  if (!restsOnFew(remaining)) return undefined
  const parameters = saved.parameters as unknown as RecencyItemKnnParameters
  const { neighbours, personExponent, shrinkage, transitionWeight, longestHistory } = parameters
  const latest = latestInteractions(remaining.interactions, longestHistory)
  const rows = distinctRows(latest, personExponent)
  if (rows.scale !== distinctRows(latestInteractions(before, longestHistory), personExponent).scale) return undefined
  const itemCount = latest.items.ids.length
  const products = itemProducts(rows, itemCount)
  const norms = columnNorms(rows.indices, rows.values, itemCount)
  const following = itemTransitions(latest, parameters)
  const leading = itemTransitions(latest, parameters)
  const lists = updateNeighbours(neighboursFrom(saved.kind, saved.arrays), remaining, neighbours, (item, offer) => {
    const count = products.of(item)
    const { touched, sums } = products
    const after = following.of(item)
    const until = leading.to(item)
    for (let t = 0; t < count; t++) {
      const other = touched[t] as number
      const sum = sums[other] as number
      if (sum === 0) continue
      sums[other] = 0
      if (other === item) continue
      const similarity = sum / ((norms[item] as number) * (norms[other] as number) + shrinkage)
      const there = similarity + transitionWeight * (after[other] as number)
      offer(other, there, similarity + transitionWeight * (until[other] as number))
    }
    following.clear()
    leading.clear()
  })
  return recencyItemKnnOf(lists, parameters)
}

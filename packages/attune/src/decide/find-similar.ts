import type { SimilarResponse } from '../api/schemas/decide.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import { attuneError } from '../errors.ts'
import type { LiveModel } from '../models/model-registry.ts'
import { builtInPolicies } from './built-in-policies.ts'
import { noSimilarItems } from './fallbacks.ts'
import type { CandidateSources } from './find-candidates.ts'
import { cardOf } from './item-card.ts'
import type { Placements } from './placements.ts'
import { reasonLanguage } from './reason-texts.ts'

export interface SimilarSources {
  readonly sources: CandidateSources
  readonly items: ItemCatalogue
  readonly placements: Placements
}

export interface SimilarQuestion {
  readonly workspace: string
  readonly itemId: string
  readonly n: number
  /** Of the sentence that says why no model answered, such as `zh-CN`; default English. */
  readonly language?: string | undefined
}

/**
 * Items like one item, by the first live model that a placement uses and that knows the item; else popular items that
 * share a category with it; else nothing.
 *
 * @throws AttuneError `unknown-item` when neither the catalogue nor a model knows it
 */
export function findSimilar(
  { sources, items, placements }: SimilarSources,
  { workspace, itemId, n, language }: SimilarQuestion,
): SimilarResponse {
  const own = items.get(workspace, itemId)
  const hasCatalogue = items.size(workspace) > 0
  const offered = (id: string): boolean =>
    id !== itemId && (!hasCatalogue || items.get(workspace, id)?.available === true)
  const answer = (itemIds: readonly string[], scores: ArrayLike<number>): SimilarResponse['items'] =>
    itemIds.map((id, index) => {
      const item = items.get(workspace, id)
      return { itemId: id, score: scores[index] as number, item: item ? cardOf(item) : null }
    })

  let known = own !== undefined
  let notOffered = false
  for (const live of modelsInUse(sources, placements, workspace)) {
    const dense = live.indexOf.get(itemId)
    if (dense === undefined) continue
    known = true
    const exclude = (other: number): boolean => !offered(live.itemIds[other] as string)
    const { items: similar, scores } = live.recommender.similarItems(dense, n, { exclude })
    if (similar.length === 0) {
      notOffered ||= live.recommender.similarItems(dense, 1, { exclude: (other) => other === dense }).items.length > 0
      continue
    }
    const model = { name: live.name, kind: live.kind, version: live.version }
    const ids = Array.from(similar, (other) => live.itemIds[other] as string)
    return { itemId, model, fallback: null, items: answer(ids, scores) }
  }
  if (!known)
    throw attuneError('unknown-item', 'Neither the catalogue nor a model knows this item. Send it to /v1/items.', {
      status: 404,
    })
  const categories = new Set(own?.categories)
  const related = (id: string): boolean =>
    offered(id) && (items.get(workspace, id)?.categories.some((category) => categories.has(category)) ?? false)
  const popular = sources.histories.popular(workspace, n, related)
  const fallback = noSimilarItems({ instead: popular.itemIds.length > 0, notOffered }, reasonLanguage(language))
  return { itemId, model: null, fallback, items: answer(popular.itemIds, popular.scores) }
}

function* modelsInUse({ live }: CandidateSources, placements: Placements, workspace: string): Generator<LiveModel> {
  const names = new Set(placements.list(workspace).flatMap(({ split }) => split.map(({ model }) => model)))
  for (const name of names) {
    if (builtInPolicies.includes(name)) continue
    const model = live(workspace, name)
    if (model) yield model
  }
}

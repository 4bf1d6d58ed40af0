import type { History, IdMap, Recommender, ScoredItems } from '@attune/recommend'

/**
 * A model trained on other data, in the numbers of this data: items that only one of the two knows are left out of
 * histories and answers. For comparing models; explanations and saving stay with the original.
 */
export function remapRecommender(model: Recommender, own: readonly string[], target: IdMap): Recommender {
  const toTarget = Int32Array.from(own, (id) => target.indexOf.get(id) ?? -1)
  const toOwn = new Int32Array(target.ids.length).fill(-1)
  for (const [dense, there] of toTarget.entries()) if (there >= 0) toOwn[there] = dense

  const historyThere = (history: History): History => {
    const kept = Array.from(history.items.keys()).filter((at) => (toOwn[history.items[at] as number] as number) >= 0)
    return {
      items: Int32Array.from(kept, (at) => toOwn[history.items[at] as number] as number),
      weights: Float32Array.from(kept, (at) => history.weights[at] as number),
      times: Float64Array.from(kept, (at) => history.times[at] as number),
    }
  }
  const answerHere = ({ items, scores }: ScoredItems): ScoredItems => ({
    items: items.map((item) => toTarget[item] as number),
    scores,
  })
  const excluding =
    (exclude: ((item: number) => boolean) | undefined) =>
    (item: number): boolean => {
      const here = toTarget[item] as number
      return here < 0 || (exclude?.(here) ?? false)
    }
  // Its vectors are in the numbers of the other data.
  const { cosines: _, ...rest } = model
  return {
    ...rest,
    itemCount: target.ids.length,
    recommend: (history, n, { exclude, ...rest } = {}) =>
      answerHere(model.recommend(historyThere(history), n, { ...rest, exclude: excluding(exclude) })),
    score(history, items, options) {
      const known = items.filter((item) => (toOwn[item] as number) >= 0)
      const scores = model.score(
        historyThere(history),
        known.map((item) => toOwn[item] as number),
        options,
      )
      let at = 0
      return Float32Array.from(items, (item) => ((toOwn[item] as number) >= 0 ? (scores[at++] as number) : 0))
    },
    similarItems(item, n, { exclude, ...rest } = {}) {
      const own = toOwn[item] as number
      if (own < 0) return { items: new Int32Array(0), scores: new Float32Array(0) }
      return answerHere(model.similarItems(own, n, { ...rest, exclude: excluding(exclude) }))
    },
    explain: () => [],
  }
}

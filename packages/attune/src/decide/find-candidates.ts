import type { LiveModel } from '../models/model-registry.ts'
import type { DenseHistory, HistoryIndex } from '../profile/history-index.ts'
import { builtInPolicies } from './built-in-policies.ts'
import type { CatalogueView } from './catalogue-view.ts'
import { denseHistory, readsRatings } from './dense-history.ts'
import type { FallbackCode } from './fallback-texts.ts'
import type { ModelExclusion } from './model-exclusion.ts'
import type { Situation } from './situation.ts'

export interface Candidate {
  readonly itemId: string
  readonly score: number
  /** `pinned`: a business rule wants it, whatever the model thinks. */
  readonly source: 'model' | 'popular' | 'newest' | 'pinned'
  /** Its number in the model, for those of a model. */
  readonly dense?: number
}

export interface Candidates {
  /** Best first, all different, all allowed. */
  readonly list: readonly Candidate[]
  /** Who answered: the model, or the policy that stood in for it. */
  readonly answeredBy: { readonly name: string; readonly kind: string; readonly version: number }
  /** Null when the arm's own model gave the whole list. */
  readonly fallback: FallbackCode | null
  /** The model and the history it saw, where one took part: for explanations. */
  readonly model: { readonly live: LiveModel; readonly history: DenseHistory } | undefined
}

export interface CandidateSources {
  readonly live: (workspace: string, name: string) => LiveModel | undefined
  readonly histories: HistoryIndex
  readonly view: (workspace: string) => CatalogueView
  readonly exclusion: ModelExclusion
  /** Whether the catalogue has any item of a model. */
  readonly inCatalogue: (live: LiveModel, workspace: string) => boolean
}

const fewItems = 1000

/**
 * The best items for the situation by the arm's model; what it cannot fill is filled by what is popular, then newest.
 *
 * @param n places to fill: where the model gives as many, it answered
 * @param depth how many items to gather, for re-ranking to choose from
 */
export function findCandidates(
  sources: CandidateSources,
  situation: Situation,
  modelName: string,
  n: number,
  depth: number = n,
): Candidates {
  const list: Candidate[] = []
  const taken = new Set<string>()
  const add = (candidate: Candidate): void => {
    taken.add(candidate.itemId)
    list.push(candidate)
  }
  const acceptNew = (itemId: string): boolean => !taken.has(itemId) && situation.accept(itemId)

  let fallback: FallbackCode | null = null
  let model: Candidates['model']
  let asked: LiveModel | undefined
  if (!builtInPolicies.includes(modelName)) {
    const live = sources.live(situation.workspace, modelName)
    asked = live
    const history = live && denseHistory(sources.histories, situation, live)
    if (live && history && history.items.length > 0) {
      model = { live, history }
      for (const candidate of fromModel(sources, live, history, situation, depth)) add(candidate)
    }
    fallback = whyNotModel(sources.histories, live, situation, list.length, n)
  }
  const modelGave = list.length
  const modelAnswered = modelGave > 0

  const fillPopular = (): number => {
    if (list.length >= depth) return 0
    const { workspace } = situation
    const few = fewPassing(sources, situation)
    const { itemIds, scores } = sources.histories.popular(workspace, depth - list.length, acceptNew, few)
    for (const [index, itemId] of itemIds.entries()) add({ itemId, score: scores[index] as number, source: 'popular' })
    return itemIds.length
  }
  const fillNewest = (): void => {
    if (list.length >= depth || !situation.hasCatalogue) return
    const view = sources.view(situation.workspace)
    for (const item of situation.plain ? view.newest() : view.pool(situation.filters)) {
      if (list.length >= depth) break
      if (acceptNew(item.id)) add({ itemId: item.id, score: 1 / (list.length + 1), source: 'newest' })
    }
  }

  let stoodIn = modelName
  if (modelName === 'newest') {
    fillNewest()
    fillPopular()
  } else {
    const popular = fillPopular()
    if (popular > 0 && !modelAnswered) stoodIn = 'popular'
    fillNewest()
    if (!modelAnswered && popular === 0) {
      stoodIn = 'newest'
      fallback = 'nothing-popular'
    }
  }
  if (fallback === 'too-few-candidates' && list.length === modelGave) fallback = 'too-few-items'
  const strange = fallback === 'no-candidates' || fallback === 'nothing-popular'
  if (strange && asked && situation.hasCatalogue && !sources.inCatalogue(asked, situation.workspace))
    fallback = 'not-in-catalogue'
  if (list.length === 0) fallback = situation.hasCatalogue ? 'nothing-eligible' : 'empty-catalogue'
  return {
    list,
    fallback,
    model,
    answeredBy:
      modelAnswered && model
        ? { name: model.live.name, kind: model.live.kind, version: model.live.version }
        : { name: stoodIn, kind: stoodIn, version: 0 },
  }
}

/** Where the rules let only few items through, those: going through all that is popular to find them would take long. */
function fewPassing(
  { view }: CandidateSources,
  { workspace, plain, hasCatalogue, filters }: Situation,
): string[] | undefined {
  if (plain || !hasCatalogue) return undefined
  const pool = view(workspace).pool(filters)
  return pool.length <= fewItems ? pool.map(({ id }) => id) : undefined
}

function whyNotModel(
  histories: HistoryIndex,
  live: LiveModel | undefined,
  { workspace, personId, lookingAt }: Situation,
  found: number,
  n: number,
): FallbackCode | null {
  if (!live) return 'no-model'
  if (found >= n) return null
  if (found > 0) return 'too-few-candidates'
  if (readsRatings(live)) {
    if (histories.ratings(workspace, personId, live.indexOf).items.length > 0) return 'no-candidates'
    return histories.knows(workspace, personId) ? 'no-ratings' : 'unknown-person'
  }
  // An item that the model does not know says nothing about anybody.
  const knowsItem = lookingAt !== undefined && live.indexOf.has(lookingAt)
  if (knowsItem || histories.of(workspace, personId).itemIds.length > 0) return 'no-candidates'
  return histories.knows(workspace, personId) ? 'no-history' : 'unknown-person'
}

/** Best first. */
function fromModel(
  { exclusion }: CandidateSources,
  live: LiveModel,
  history: DenseHistory,
  situation: Situation,
  n: number,
): Candidate[] {
  const exclude = exclusion(live, situation, history)
  const { items, scores } = live.recommender.recommend(history, n, { exclude, now: situation.now })
  return Array.from(items, (dense, place) => ({
    itemId: live.itemIds[dense] as string,
    score: scores[place] as number,
    source: 'model',
    dense,
  }))
}

import type { RuleContext } from '@attune/recommend'
import type { Item } from '../../api/schemas/items.ts'
import type { Rerank } from '../../api/schemas/rerank.ts'
import type { HistoryIndex } from '../../profile/history-index.ts'
import type { CatalogueView } from '../catalogue-view.ts'
import type { Candidate, Candidates } from '../find-candidates.ts'
import type { Situation } from '../situation.ts'
import { asksAboutPerson } from './compile-item-rule.ts'
import { createMatchingItems, type Matching } from './matching-items.ts'
import { type PlannedRule, planRerank, type RerankPlan } from './plan-rerank.ts'
import { type RerankedCandidates, rerankCandidates } from './rerank-candidates.ts'
import type { RuleSubject } from './rule-subject.ts'
import { stageWorld } from './stage-world.ts'

export interface RerankerOptions {
  readonly itemOf: (workspace: string, itemId: string) => Item | undefined
  readonly view: (workspace: string) => CatalogueView
  readonly histories: HistoryIndex
}

/** The re-ranking of one request. */
export interface RequestRerank {
  readonly plan: RerankPlan
  /** The filter that an item does not pass; undefined when it passes them all. */
  readonly refusal: (itemId: string) => PlannedRule | undefined
  /** Of a pool of the catalogue, what passes the filters; items that this person has seen are to be asked about again. */
  readonly matching: (pool: readonly Item[]) => Matching
  /** Ids of items about which a filter may answer otherwise for this person than for a stranger. */
  readonly personal: () => Iterable<string>
  readonly run: (candidates: Candidates, situation: Situation, n: number) => RerankedCandidates
}

export interface RerankRequest {
  readonly workspace: string
  readonly personId: string
  readonly now: number
}

/** Re-ranking by placement settings; undefined for settings without stages, which cost nothing. */
export type Reranker = (settings: Rerank | null | undefined, request: RerankRequest) => RequestRerank | undefined

export function createReranker({ itemOf, view, histories }: RerankerOptions): Reranker {
  const plans = new WeakMap<Rerank, RerankPlan>()
  const matchingItems = createMatchingItems()

  function planOf(settings: Rerank): RerankPlan {
    const plan = plans.get(settings) ?? planRerank(settings, 'rerank')
    plans.set(settings, plan)
    return plan
  }

  return (settings, { workspace, personId, now }) => {
    if (!settings || settings.stages.length === 0) return undefined
    const plan = planOf(settings)
    // Looked up when the first rule asks: most do not.
    let seen: ReadonlyMap<string, number> | undefined
    const lastSeen = (): ReadonlyMap<string, number> => {
      seen ??= histories.lastSeen(workspace, personId)
      return seen
    }
    const context: RuleContext<RuleSubject> = { now, seenAt: ({ id }) => lastSeen().get(id) }
    const subjectOf = (id: string): RuleSubject => ({ id, item: itemOf(workspace, id) })
    const filters = plan.filters.map(({ when }) => when)
    const isPersonal = filters.some(asksAboutPerson)

    /** A pin whose items the model did not think of takes the newest that may be shown. */
    function withPinned(candidates: readonly Candidate[], situation: Situation): readonly Candidate[] {
      const list = [...candidates]
      for (const { when } of situation.hasCatalogue ? plan.pins : []) {
        if (list.some(({ itemId }) => when.matches(subjectOf(itemId), context))) continue
        const { items } = matchingItems(view(workspace).pool(situation.filters), [when], now)
        const found = items.find((item) => situation.accept(item.id) && when.matches({ id: item.id, item }, context))
        if (found) list.push({ itemId: found.id, score: 0, source: 'pinned' })
      }
      return list
    }

    return {
      plan,
      refusal: (itemId) => {
        const subject = subjectOf(itemId)
        return plan.filters.find(({ when }) => !when.matches(subject, context))
      },
      matching: (pool) => matchingItems(pool, filters, now),
      personal: () => (isPersonal ? lastSeen().keys() : []),
      run(candidates, situation, n) {
        const list = withPinned(candidates.list, situation)
        const world = stageWorld({
          n,
          situation,
          candidates: list,
          model: candidates.model,
          context,
          itemOf: (id) => itemOf(workspace, id),
          histories,
        })
        return rerankCandidates(list, plan, world)
      },
    }
  }
}

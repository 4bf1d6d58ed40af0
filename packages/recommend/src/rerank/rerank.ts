import type { ScoredItems } from '../recommender.ts'
import type { Move, Stage } from './stage.ts'
import { checkList } from './stage.ts'

export interface NamedStage {
  /** What explanations call the stage. */
  readonly name: string
  readonly run: Stage
}

export interface StageMoves {
  readonly name: string
  readonly moves: readonly Move[]
}

/** The last stage's list and what every stage moved; places in `stages[s].moves` are those before and after stage s. */
export interface RerankResult extends ScoredItems {
  readonly stages: readonly StageMoves[]
}

/**
 * Runs stages one after the other, each on the list of the one before.
 *
 * @throws RecommendError `columns-differ` or `bad-value` for a list that is none, and whatever a stage throws
 * @example
 * rerank(model.recommend(history, 200), [
 *   { name: 'rules', run: (list) => applyRules(list, { rules, subjectOf, context }) },
 *   { name: 'variety', run: (list) => mmr(list, { similarity, relevance: 0.7, n: 20 }) },
 *   { name: 'suppliers', run: (list) => applyCaps(list, { caps: [{ groupsOf: supplierOf, most: 3 }], n: 20 }) },
 * ])
 */
export function rerank(list: ScoredItems, stages: readonly NamedStage[]): RerankResult {
  checkList(list)
  let current: ScoredItems = { items: list.items, scores: list.scores }
  const told: StageMoves[] = []
  for (const { name, run } of stages) {
    const { items, scores, moves } = run(current)
    current = { items, scores }
    told.push({ name, moves })
  }
  return { ...current, stages: told }
}

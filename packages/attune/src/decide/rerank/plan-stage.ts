import {
  applyCaps,
  applyRules,
  type BusinessRule,
  calibrate,
  dpp,
  fairExposure,
  fairRequirements,
  favourNovelty,
  type GroupShares,
  type GroupsOf,
  type ItemSimilarity,
  mmr,
  type Reranked,
  type RuleContext,
  type ScoredItems,
} from '@attune/recommend'
import type { Grouping, RerankStage, SimilarityKind } from '../../api/schemas/rerank.ts'
import type { ItemRule } from './compile-item-rule.ts'
import type { RuleSubject } from './rule-subject.ts'

/** What stages know about a request. Items are numbers of the candidates, from 0. */
export interface StageWorld {
  /** Places to fill. */
  readonly n: number
  readonly subjectOf: (item: number) => RuleSubject
  readonly context: RuleContext<RuleSubject>
  readonly groupsBy: (by: Grouping) => GroupsOf
  readonly similarity: (kind: SimilarityKind, scale: 'clipped' | 'shifted') => ItemSimilarity
  /** How the groups share the person's history; empty for a stranger. */
  readonly tastes: (by: Grouping) => GroupShares
  /** Of every candidate, as parts of `most`. */
  readonly popularity: () => { readonly counts: ArrayLike<number>; readonly most: number }
}

export interface PlannedStage {
  readonly name: string
  readonly run: (list: ScoredItems, world: StageWorld) => Reranked
}

/** A stage as settings, ready to run. @param rules its conditions, compiled, in the order they are written */
export function planStage(stage: RerankStage, name: string, rules: readonly ItemRule[]): PlannedStage {
  return { name, run: runnerOf(stage, rules) }
}

function runnerOf(stage: RerankStage, rules: readonly ItemRule[]): PlannedStage['run'] {
  switch (stage.kind) {
    case 'rules': {
      // Filters hold before there are candidates, and for what is explored.
      const business = stage.rules.flatMap(({ name, action }, at): BusinessRule<RuleSubject>[] =>
        action.kind === 'filter' ? [] : [{ name, action, when: rules[at] as ItemRule }],
      )
      return (list, { subjectOf, context }) => applyRules(list, { rules: business, subjectOf, context })
    }
    case 'mmr':
      return (list, { n, similarity }) =>
        mmr(list, { n, relevance: stage.relevance, similarity: similarity(stage.similarity, 'clipped') })
    case 'dpp':
      return (list, { n, similarity }) =>
        dpp(list, { n, relevance: stage.relevance, similarity: similarity(stage.similarity, 'shifted') })
    case 'calibrate':
      return (list, { n, groupsBy, tastes }) => {
        const wanted = tastes(stage.by)
        if (wanted.size === 0) return { ...list, moves: [] }
        return calibrate(list, { n, groupsOf: groupsBy(stage.by), wanted, calibration: stage.calibration })
      }
    case 'caps':
      return (list, { n, groupsBy }) =>
        applyCaps(list, {
          n,
          whenStuck: stage.whenStuck,
          caps: stage.caps.map(({ by, most, share, window }) => ({
            groupsOf: groupsBy(by),
            ...(most === undefined ? {} : { most }),
            ...(share === undefined ? {} : { share }),
            ...(window === undefined ? {} : { window }),
          })),
        })
    case 'fairExposure': {
      const isProtected = protection(stage.protected, rules)
      const tables = new Map<number, Int32Array>()
      return (list, world) => {
        const required = tables.get(world.n) ?? fairRequirements({ n: world.n, share: stage.share })
        tables.set(world.n, required)
        return fairExposure(list, { required, isProtected: isProtected(world) })
      }
    }
    case 'novelty':
      return (list, { popularity }) => {
        const { counts, most } = popularity()
        return favourNovelty(list, { popularity: counts, persons: most, novelty: stage.novelty })
      }
  }
}

function protection(
  group: Extract<RerankStage, { kind: 'fairExposure' }>['protected'],
  rules: readonly ItemRule[],
): (world: StageWorld) => (item: number) => boolean {
  if ('when' in group) {
    const [when] = rules
    return ({ subjectOf, context }) =>
      (item) =>
        when?.matches(subjectOf(item), context) === true
  }
  const values = new Set(group.values)
  return ({ groupsBy }) => {
    const groupsOf = groupsBy(group.by)
    return (item) => groupsOf(item).some((own) => values.has(own))
  }
}

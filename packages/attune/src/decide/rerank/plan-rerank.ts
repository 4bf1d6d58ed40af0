import { RuleError } from '@attune/recommend'
import type { PlacementRule, Rerank, RerankStage } from '../../api/schemas/rerank.ts'
import { attuneError } from '../../errors.ts'
import { compileItemRule, type ItemRule } from './compile-item-rule.ts'
import { type PlannedStage, planStage } from './plan-stage.ts'

/** A rule ready to be asked. */
export interface PlannedRule {
  readonly stage: string
  readonly name: string
  readonly when: ItemRule
  readonly action: PlacementRule['action']
}

/** A placement's re-ranking with its rules compiled. */
export interface RerankPlan {
  /** How many candidates the stages choose from when `n` items are asked for. */
  readonly depth: (n: number) => number
  /** Only what every one of them matches may be offered, by whatever way. */
  readonly filters: readonly PlannedRule[]
  /** Their items are fetched from the catalogue where the candidates have none. */
  readonly pins: readonly PlannedRule[]
  readonly stages: readonly PlannedStage[]
}

const leastDepth = 50
const depthPerItem = 5

/**
 * Compiles the rules of a placement's re-ranking, so that no mistake is left for a request to find.
 *
 * @param path where the settings stand in what was sent, for messages
 * @throws AttuneError `invalid-rule` with the field, line, column, what was probably meant, and the sentence in both
 *   languages (`details.en`, `details.zh`)
 */
export function planRerank({ depth, stages }: Rerank, path: string): RerankPlan {
  const rules: PlannedRule[] = []
  const planned = stages.map((stage, at): PlannedStage => {
    const field = `${path}.stages.${at}`
    const name = stage.name ?? stage.kind
    const compiled = rulesOf(stage).map(({ when, at: where, rule }) => {
      const own = compileAt(`${field}.${where}`, when)
      if (rule) rules.push({ stage: name, name: rule.name, when: own, action: rule.action })
      return own
    })
    return planStage(stage, name, compiled)
  })
  return {
    depth: (n) => Math.max(n, depth ?? Math.max(leastDepth, depthPerItem * n)),
    filters: rules.filter(({ action }) => action.kind === 'filter'),
    pins: rules.filter(({ action }) => action.kind === 'pin'),
    stages: planned,
  }
}

interface WrittenRule {
  readonly when: string
  /** Where it stands in the stage. */
  readonly at: string
  readonly rule?: PlacementRule
}

/** The conditions written in a stage. */
function rulesOf(stage: RerankStage): readonly WrittenRule[] {
  if (stage.kind === 'rules') return stage.rules.map((rule, at) => ({ when: rule.when, at: `rules.${at}.when`, rule }))
  if (stage.kind === 'fairExposure' && 'when' in stage.protected)
    return [{ when: stage.protected.when, at: 'protected.when' }]
  return []
}

function compileAt(field: string, source: string): ItemRule {
  try {
    return compileItemRule(source)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    const { problem, text, suggestion } = error
    const { line, column, start, end } = error.position
    throw attuneError('invalid-rule', text.en, {
      details: { field, problem, line, column, start, end, suggestion, en: text.en, zh: text.zh },
      cause: error,
    })
  }
}

import type { PlacementRule, Rerank, RerankStage } from 'attune/api-types'

export type StageKind = RerankStage['kind']
export const stageKinds: readonly StageKind[] = ['rules', 'mmr', 'dpp', 'calibrate', 'caps', 'fairExposure', 'novelty']

export interface RuleDraft {
  readonly key: number
  readonly name: string
  readonly when: string
  readonly action: PlacementRule['action']['kind']
  /** The factor of a boost, the place of a pin. */
  readonly amount: string
}

export interface CapDraft {
  readonly key: number
  readonly by: string
  readonly limit: 'most' | 'share'
  /** Items, or percent. */
  readonly amount: string
  /** Empty: the whole list. */
  readonly window: string
}

/** A stage while it is being edited: numbers as typed, the fields of all kinds side by side so that changing one's mind loses nothing. */
export interface StageDraft {
  readonly key: number
  readonly kind: StageKind
  readonly name: string
  readonly rules: readonly RuleDraft[]
  readonly caps: readonly CapDraft[]
  readonly whenStuck: 'stop' | 'relax'
  /** Relevance, calibration, fair share or novelty in percent. */
  readonly percent: string
  readonly similarity: 'model' | 'categories' | 'tags' | 'brand'
  readonly by: string
  readonly guard: 'when' | 'values'
  readonly when: string
  /** One a line. */
  readonly values: string
}

const percents: Readonly<Record<StageKind, string>> = {
  rules: '',
  mmr: '70',
  dpp: '70',
  calibrate: '50',
  caps: '',
  fairExposure: '30',
  novelty: '20',
}

export const newRule = (key: number): RuleDraft => ({ key, name: '', when: '', action: 'filter', amount: '' })
export const newCap = (key: number): CapDraft => ({ key, by: 'brand', limit: 'most', amount: '3', window: '' })

export const newStage = (key: number, kind: StageKind): StageDraft => ({
  key,
  kind,
  name: '',
  rules: [newRule(0)],
  caps: [newCap(0)],
  whenStuck: 'stop',
  percent: percents[kind],
  similarity: 'model',
  by: kind === 'fairExposure' ? 'brand' : 'categories',
  guard: 'when',
  when: '',
  values: '',
})

const percentOf = (share: number): string => `${Number((share * 100).toFixed(4))}`
const shareOf = (percent: string): number => Number(percent) / 100

export const stageDrafts = (rerank: Rerank | undefined): readonly StageDraft[] =>
  (rerank?.stages ?? []).map((stage, key) => ({
    ...newStage(key, stage.kind),
    name: stage.name ?? '',
    ...fieldsOf(stage),
  }))

function fieldsOf(stage: RerankStage): Partial<StageDraft> {
  switch (stage.kind) {
    case 'rules':
      return {
        rules: stage.rules.map(({ name, when, action }, key) => ({
          key,
          name,
          when,
          action: action.kind,
          amount: action.kind === 'boost' ? `${action.factor}` : action.kind === 'pin' ? `${action.position}` : '',
        })),
      }
    case 'mmr':
    case 'dpp':
      return { percent: percentOf(stage.relevance), similarity: stage.similarity }
    case 'calibrate':
      return { percent: percentOf(stage.calibration), by: stage.by }
    case 'caps':
      return {
        whenStuck: stage.whenStuck,
        caps: stage.caps.map(({ by, most, share, window }, key) => ({
          key,
          by,
          limit: share === undefined ? 'most' : 'share',
          amount: share === undefined ? `${most ?? ''}` : percentOf(share),
          window: window === undefined ? '' : `${window}`,
        })),
      }
    case 'fairExposure': {
      const percent = percentOf(stage.share)
      if ('when' in stage.protected) return { percent, guard: 'when', when: stage.protected.when }
      return { percent, guard: 'values', by: stage.protected.by, values: stage.protected.values.join('\n') }
    }
    case 'novelty':
      return { percent: percentOf(stage.novelty) }
  }
}

/** The settings as the API takes them; undefined without stages. */
export function rerankOf(draft: {
  readonly depth: string
  readonly stages: readonly StageDraft[]
}): Rerank | undefined {
  if (draft.stages.length === 0) return undefined
  const depth = draft.depth.trim() === '' ? {} : { depth: Number(draft.depth) }
  return { ...depth, stages: draft.stages.map(stageOf) }
}

function stageOf(draft: StageDraft): RerankStage {
  const name = draft.name.trim() === '' ? {} : { name: draft.name.trim() }
  const share = shareOf(draft.percent)
  switch (draft.kind) {
    case 'rules':
      return { kind: 'rules', ...name, rules: draft.rules.map(ruleOf) }
    case 'mmr':
    case 'dpp':
      return { kind: draft.kind, ...name, relevance: share, similarity: draft.similarity }
    case 'calibrate':
      return { kind: 'calibrate', ...name, by: draft.by.trim(), calibration: share }
    case 'caps':
      return {
        kind: 'caps',
        ...name,
        whenStuck: draft.whenStuck,
        caps: draft.caps.map(({ by, limit, amount, window }) => ({
          by: by.trim(),
          ...(limit === 'most' ? { most: Number(amount) } : { share: shareOf(amount) }),
          ...(window.trim() === '' ? {} : { window: Number(window) }),
        })),
      }
    case 'fairExposure': {
      const values = draft.values.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
      const guarded = draft.guard === 'when' ? { when: draft.when } : { by: draft.by.trim(), values }
      return { kind: 'fairExposure', ...name, share, protected: guarded }
    }
    case 'novelty':
      return { kind: 'novelty', ...name, novelty: share }
  }
}

function ruleOf({ name, when, action, amount }: RuleDraft): PlacementRule {
  const rule = { name: name.trim(), when }
  if (action === 'boost') return { ...rule, action: { kind: 'boost', factor: Number(amount) } }
  if (action === 'pin') return { ...rule, action: { kind: 'pin', position: Number(amount) } }
  return { ...rule, action: { kind: action } }
}

import type { ExperimentInput, ExperimentView } from 'attune/api-types'

export interface DraftVariation {
  readonly key: number
  readonly id: string
  readonly title: string
  readonly weight: string
}

/** How a metric is used beside the one that the decision goes by. */
export type MetricRole = 'unused' | 'goal' | 'guardrail'

/** What stands in the fields of the form: texts as they are typed. */
export interface ExperimentDraft {
  readonly title: string
  readonly hypothesis: string
  readonly kind: ExperimentInput['kind']
  readonly unit: ExperimentInput['unit']
  readonly attribute: string
  readonly variations: readonly DraftVariation[]
  /** Per cent. */
  readonly traffic: string
  readonly segments: readonly string[]
  readonly main: string
  readonly roles: Readonly<Record<string, MetricRole>>
  /** Per cent, by metric. */
  readonly margins: Readonly<Record<string, string>>
  readonly method: ExperimentInput['method']
  /** Per cent; empty: every effect is of interest. */
  readonly smallest: string
  readonly plannedUnits: number | null
}

const percentText = (share: number): string => `${Number((share * 100).toPrecision(6))}`
const shareOf = (text: string): number => Number((Number(text) / 100).toPrecision(6))

/** What a new experiment begins with. */
const fresh: ExperimentInput = {
  title: '',
  hypothesis: '',
  kind: 'test',
  unit: 'person',
  variations: [
    { id: 'control', title: '', weight: 1 },
    { id: 'new', title: '', weight: 1 },
  ],
  traffic: 1,
  layer: null,
  segments: [],
  condition: {},
  holdout: null,
  switchback: null,
  bandit: null,
  endsAt: null,
  metrics: ['buyers'],
  guardrails: [],
  method: 'sequential',
  level: 0.95,
  correction: 'holm',
  cuped: true,
  smallestEffect: 0.05,
  plannedUnits: null,
}

/** The fields for an experiment as it stands, or for a new one. */
export function draftOf(experiment: ExperimentInput | undefined): ExperimentDraft {
  const given = experiment ?? fresh
  const roles = [
    ...given.metrics.slice(1).map((metric) => [metric, 'goal'] as const),
    ...given.guardrails.map(({ metric }) => [metric, 'guardrail'] as const),
  ]
  return {
    title: given.title,
    hypothesis: given.hypothesis,
    kind: given.kind,
    unit: given.unit,
    attribute: given.attribute ?? '',
    variations: given.variations.map(({ id, title, weight }, key) => ({ key, id, title, weight: `${weight}` })),
    traffic: percentText(given.traffic),
    segments: given.segments,
    main: given.metrics[0] ?? '',
    roles: Object.fromEntries(roles),
    margins: Object.fromEntries(given.guardrails.map(({ metric, margin }) => [metric, percentText(margin)])),
    method: given.method,
    smallest: given.smallestEffect === 0 ? '' : percentText(given.smallestEffect),
    plannedUnits: given.plannedUnits,
  }
}

/** What the API takes; whatever has no field of its own (layers, conditions, switchback) stays as it was. */
export function inputOf(draft: ExperimentDraft, experiment: ExperimentView | undefined): ExperimentInput {
  const { attribute: _, ...kept } = experiment === undefined ? fresh : settingsOf(experiment)
  const others = Object.entries(draft.roles).filter(([metric]) => metric !== draft.main)
  const having = (role: MetricRole): readonly string[] => others.filter(([, own]) => own === role).map(([id]) => id)
  return {
    ...kept,
    title: draft.title,
    hypothesis: draft.hypothesis,
    kind: draft.kind,
    unit: draft.unit,
    ...(draft.unit === 'attribute' ? { attribute: draft.attribute.trim() } : {}),
    variations: draft.variations.map(({ id, title, weight }) => ({ id: id.trim(), title, weight: Number(weight) })),
    traffic: shareOf(draft.traffic),
    segments: [...draft.segments],
    metrics: [draft.main, ...having('goal')],
    guardrails: having('guardrail').map((metric) => ({ metric, margin: shareOf(draft.margins[metric] ?? '2') })),
    method: draft.method,
    smallestEffect: shareOf(draft.smallest),
    plannedUnits: draft.plannedUnits,
  }
}

/** What a team decided of it, without what became of it. */
function settingsOf({
  id: _id,
  status: _status,
  startedAt: _startedAt,
  stoppedAt: _stoppedAt,
  winner: _winner,
  phases: _phases,
  revision: _revision,
  createdAt: _createdAt,
  updatedAt: _updatedAt,
  shownBy: _shownBy,
  ...settings
}: ExperimentView): ExperimentInput {
  return settings
}

import type { Metric, MetricDefinition, Selection, UnitMeasure } from 'attune/api-types'

export const metricKinds = ['proportion', 'mean', 'ratio', 'quantile', 'funnel', 'retention', 'revenue'] as const
export type MetricKind = (typeof metricKinds)[number]
export const comparisons = ['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte', 'exists'] as const

type PropertyFilter = Selection['where'][number]

export interface DraftFilter {
  readonly key: number
  readonly property: string
  readonly is: PropertyFilter['is']
  readonly value: string
}

/** Which events count, as it is typed. */
export interface DraftSelection {
  readonly key: number
  /** Names, parted by commas; as a JSON list where a name has a comma itself. */
  readonly events: string
  readonly kinds: string
  readonly where: readonly DraftFilter[]
}

export interface DraftMeasure {
  readonly of: DraftSelection
  readonly value: UnitMeasure['value']
  readonly property: string
}

/** What stands in the fields: texts as they are typed. Fields of other kinds are kept, so that choosing back loses nothing. */
export interface MetricDraft {
  readonly kind: MetricKind
  readonly title: string
  readonly better: 'up' | 'down'
  readonly delayHours: string
  /** Empty: to the end of the experiment. */
  readonly windowHours: string
  readonly preDays: string
  /** Percentile; empty: no limit. */
  readonly cap: string
  readonly of: DraftSelection
  readonly measure: DraftMeasure
  readonly denominator: DraftMeasure
  /** Per cent. */
  readonly quantile: string
  readonly steps: readonly DraftSelection[]
  readonly fromDay: string
  readonly toDay: string
}

const orders: Selection = { events: [], kinds: ['order'], where: [] }
const percentText = (share: number): string => `${Number((share * 100).toPrecision(8))}`
const shareOf = (text: string): number => Number((Number(text) / 100).toPrecision(8))

const namesText = (names: readonly string[]): string =>
  names.some((name) => /[,，[]/.test(name)) ? JSON.stringify(names) : names.join(', ')

/** Names as they are typed, with commas of either script. */
export function namesOf(text: string): string[] {
  if (text.trim().startsWith('[')) {
    try {
      const read: unknown = JSON.parse(text)
      if (Array.isArray(read) && read.every((name) => typeof name === 'string')) return read
    } catch {
      // As names then.
    }
  }
  return text
    .split(/[,，]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

type FilterValue = PropertyFilter['value']

/** A text stays a text where it could be read as a number or a truth by its quotation marks. */
function valueText(value: FilterValue): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return namesText(value)
  return typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function filterValueOf({ is, value }: DraftFilter): FilterValue {
  if (is === 'exists') return undefined
  if (is === 'in') return namesOf(value)
  const read: unknown = isJson(value) ? JSON.parse(value) : value
  return typeof read === 'number' || typeof read === 'boolean' || typeof read === 'string' ? read : value
}

export const selectionDraft = (selection: Selection | undefined, key = 0): DraftSelection => ({
  key,
  events: namesText(selection?.events ?? []),
  kinds: namesText(selection?.kinds ?? []),
  where: (selection?.where ?? []).map(({ property, is, value }, at) => ({
    key: at,
    property,
    is,
    value: valueText(value),
  })),
})

const selectionOf = ({ events, kinds, where }: DraftSelection): Selection => ({
  events: namesOf(events),
  kinds: namesOf(kinds),
  where: where.map((filter) => {
    const value = filterValueOf(filter)
    return { property: filter.property.trim(), is: filter.is, ...(value === undefined ? {} : { value }) }
  }),
})

const measureDraft = (measure: UnitMeasure | undefined): DraftMeasure => ({
  of: selectionDraft(measure?.of ?? orders),
  value: measure?.value ?? 'count',
  property: measure?.property ?? '',
})

const measureOf = ({ of, value, property }: DraftMeasure): UnitMeasure => ({
  of: selectionOf(of),
  value,
  ...(property.trim() === '' || value === 'count' || value === 'any' ? {} : { property: property.trim() }),
})

/** The fields for a metric as it stands, or for a new one. */
export function metricDraftOf(metric: Metric | undefined): MetricDraft {
  const kind = metric?.kind ?? 'proportion'
  const numerator = metric && 'numerator' in metric ? metric.numerator : undefined
  return {
    kind,
    title: metric?.title ?? '',
    better: metric?.better ?? 'up',
    delayHours: `${metric?.delayHours ?? 0}`,
    windowHours: metric?.windowHours == null ? '' : `${metric.windowHours}`,
    preDays: `${metric?.preDays ?? 14}`,
    cap: metric?.cap == null ? '' : percentText(metric.cap),
    of: selectionDraft(metric && 'of' in metric ? metric.of : kind === 'retention' ? undefined : orders),
    measure: measureDraft(metric && 'measure' in metric ? metric.measure : numerator),
    denominator: measureDraft(metric && 'denominator' in metric ? metric.denominator : undefined),
    quantile: metric?.kind === 'quantile' ? percentText(metric.quantile) : '50',
    steps:
      metric?.kind === 'funnel'
        ? metric.steps.map((step, key) => selectionDraft(step, key))
        : [selectionDraft({ ...orders, kinds: ['cart'] }, 0), selectionDraft(orders, 1)],
    fromDay: metric?.kind === 'retention' ? `${metric.fromDay}` : '1',
    toDay: metric?.kind === 'retention' ? `${metric.toDay}` : '8',
  }
}

/** What the API takes. */
export function metricOf(draft: MetricDraft): MetricDefinition {
  const common = {
    title: draft.title,
    better: draft.better,
    delayHours: Number(draft.delayHours),
    windowHours: draft.windowHours.trim() === '' ? null : Number(draft.windowHours),
    preDays: Number(draft.preDays),
    cap: draft.cap.trim() === '' ? null : shareOf(draft.cap),
  }
  switch (draft.kind) {
    case 'proportion':
      return { kind: draft.kind, of: selectionOf(draft.of), ...common }
    case 'mean':
      return { kind: draft.kind, measure: measureOf(draft.measure), ...common }
    case 'ratio': {
      const [numerator, denominator] = [measureOf(draft.measure), measureOf(draft.denominator)]
      return { kind: draft.kind, numerator, denominator, ...common }
    }
    case 'quantile':
      return { kind: draft.kind, measure: measureOf(draft.measure), quantile: shareOf(draft.quantile), ...common }
    case 'funnel':
      return { kind: draft.kind, steps: draft.steps.map(selectionOf), ...common }
    case 'retention': {
      const of = selectionOf(draft.of)
      const named = of.events.length + of.kinds.length > 0
      const days = { fromDay: Number(draft.fromDay), toDay: Number(draft.toDay) }
      return { kind: draft.kind, ...(named ? { of } : {}), ...days, ...common }
    }
    case 'revenue':
      return { kind: draft.kind, ...common }
  }
}

/** The types of the HTTP API, for the console and for TypeScript callers. Types only. */
export type { Permission, Role } from '../protect/access/roles.ts'
export type * from './schemas/access.ts'
export type * from './schemas/access-review.ts'
export type * from './schemas/attribution.ts'
export type * from './schemas/audit.ts'
export type * from './schemas/behaviour.ts'
export type * from './schemas/clusters.ts'
export type * from './schemas/collect.ts'
export type * from './schemas/common.ts'
export type * from './schemas/consent.ts'
export type * from './schemas/decide.ts'
export type * from './schemas/evaluations.ts'
export type * from './schemas/experiment-results.ts'
export type * from './schemas/experiments.ts'
export type * from './schemas/fairness.ts'
export type * from './schemas/flags.ts'
export type * from './schemas/generate.ts'
export type * from './schemas/interests.ts'
export type * from './schemas/items.ts'
export type * from './schemas/labels.ts'
export type * from './schemas/language.ts'
export type {
  Metric,
  MetricDefinition,
  MetricInput,
  MetricPreviewView,
  MetricView,
  Selection,
  UnitMeasure,
} from './schemas/metrics.ts'
export type * from './schemas/models.ts'
export type * from './schemas/opinions.ts'
export type * from './schemas/people.ts'
export type * from './schemas/power.ts'
export type * from './schemas/privacy.ts'
export type * from './schemas/profiles.ts'
export type * from './schemas/prompts.ts'
export type * from './schemas/quality.ts'
export type * from './schemas/report.ts'
export type * from './schemas/report-documents.ts'
export type * from './schemas/rerank.ts'
export type * from './schemas/runs.ts'
export type * from './schemas/satisfaction.ts'
export type * from './schemas/segments.ts'
export type * from './schemas/sources.ts'
export type * from './schemas/uplift.ts'
export type * from './schemas/value.ts'

import { z } from 'zod'
import { estimateSchema } from './common.ts'

/** Online measures of one group of decisions. CTR and CVR with Wilson 95 % intervals. */
export const reportRowSchema = z.object({
  /** Values of the `by` columns: placement, variation, model, day, … */
  group: z.record(z.string(), z.string()),
  decisions: z.int(),
  persons: z.int(),
  /** Item exposures: one an item that was seen. */
  exposures: z.int(),
  clicks: z.int(),
  /** Orders of an item that was clicked in one of its decisions within the attribution window. */
  conversions: z.int(),
  revenue: z.number(),
  currency: z.string().nullable(),
  /** Clicks per item exposure. */
  ctr: estimateSchema.nullable(),
  /** Conversions per click. */
  cvr: estimateSchema.nullable(),
  /** Per 1,000 exposures; bootstrap over persons. */
  revenuePerThousand: estimateSchema.nullable(),
  /** Share of the available catalogue that was shown. */
  coverage: z.number().nullable(),
  /** Mean pairwise distance (1 − overlap) of the lists of different persons. */
  personalisation: z.number().nullable(),
})
export type ReportRow = z.infer<typeof reportRowSchema>

/** `GET /v1/reports/decisions?placement&variation&model&from&to&by=placement,variation,model,day` */
export const reportSchema = z.object({
  from: z.string(),
  to: z.string(),
  attributionDays: z.number(),
  rows: z.array(reportRowSchema),
})
export type Report = z.infer<typeof reportSchema>

/** Relative effect of a variation against the control, with a 95 % interval (persons are the unit of randomisation). */
export const effectSchema = z.object({
  metric: z.enum(['ctr', 'clicksPerPerson', 'ordersPerPerson', 'revenuePerPerson']),
  treatment: z.number(),
  control: z.number(),
  /** Relative: .38 is +38 %. */
  lift: estimateSchema,
  /** `better`, `worse` when the interval leaves out zero, else `undecided`. */
  verdict: z.enum(['better', 'worse', 'undecided']),
})
export type Effect = z.infer<typeof effectSchema>

/** `GET /v1/reports/effect?placement&from&to` */
export const effectReportSchema = z.object({
  placement: z.string(),
  treatment: z.string(),
  control: z.string(),
  persons: z.object({ treatment: z.int(), control: z.int() }),
  /** p value of the χ² test that the arms have the sizes that were asked for; below .001 something is broken. */
  sampleRatioP: z.number(),
  effects: z.array(effectSchema),
})
export type EffectReport = z.infer<typeof effectReportSchema>

/** `GET /v1/overview?days=7|28|90` */
export const overviewSchema = z.object({
  now: z.string(),
  from: z.string(),
  to: z.string(),
  days: z.int(),
  /** What exists: an empty installation has all zero and the console shows the first steps. */
  totals: z.object({
    events: z.int(),
    persons: z.int(),
    items: z.int(),
    decisions: z.int(),
    exposures: z.int(),
    refused: z.int(),
    models: z.int(),
  }),
  /** Of the last minute. */
  perMinute: z.object({ events: z.number(), decisions: z.number(), exposures: z.number() }),
  /** One number a day, oldest first. */
  series: z.object({
    events: z.array(z.int()),
    persons: z.array(z.int()),
    decisions: z.array(z.int()),
    exposures: z.array(z.int()),
  }),
  /** Null until a placement has a control arm and exposures in both arms. */
  effect: effectReportSchema.nullable(),
  /** By day and variation of the placement of `effect` (of all placements where there is none). */
  daily: z.array(
    z.object({
      day: z.string(),
      variation: z.string(),
      exposures: z.int(),
      clicks: z.int(),
      ctr: estimateSchema.nullable(),
      revenue: z.number(),
      revenuePerThousand: estimateSchema.nullable(),
    }),
  ),
  currency: z.string().nullable(),
  placements: z.array(
    z.object({
      id: z.string(),
      title: z.object({ en: z.string(), zh: z.string() }),
      exposures: z.int(),
      ctr: estimateSchema.nullable(),
      revenue: z.number(),
      lift: estimateSchema.nullable(),
    }),
  ),
  /** Promotions, for the time axis. */
  launches: z.array(z.object({ at: z.string(), name: z.string(), version: z.int() })),
  health: z.object({
    acceptedShare: z.number().nullable(),
    decisionP95Ms: z.number().nullable(),
    collectP95Ms: z.number().nullable(),
    lastEventAt: z.string().nullable(),
  }),
})
export type Overview = z.infer<typeof overviewSchema>

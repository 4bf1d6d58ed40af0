import { z } from 'zod'
import { checkNames, sections, units, verdicts } from '../../quality/quality-checks.ts'

const bothLanguages = z.object({ en: z.string(), zh: z.string() })

export const qualityCheckSchema = z.object({
  section: z.enum(sections),
  check: z.enum(checkNames),
  name: bothLanguages,
  /** Null: the whole workspace. */
  source: z.string().nullable(),
  /** Of which event, or which field of it; of amounts their currency. */
  of: z.string().nullable(),
  /** Null where there is nothing to measure. */
  value: z.number().nullable(),
  /** A share from 0 to 1, seconds, times the usual gap, or the population stability index. */
  unit: z.enum(units),
  /** Over so many events, items, people or days; for drift in the smaller of the two times. */
  rows: z.number(),
  lastEventAt: z.string().nullable(),
  /** Item ids, at most five. */
  examples: z.array(z.string()),
  verdict: z.enum(verdicts),
  /** What suffers where it is not in order. */
  why: bothLanguages,
  /** What to do. */
  advice: bothLanguages,
})
export type QualityCheck = z.infer<typeof qualityCheckSchema>

/** `GET /v1/quality` */
export const qualityReportSchema = z.object({
  at: z.string(),
  /** How many checks came to each verdict. */
  verdicts: z.record(z.enum(verdicts), z.int()),
  /** By section, the worst first. */
  checks: z.array(qualityCheckSchema),
})
export type QualityReport = z.infer<typeof qualityReportSchema>

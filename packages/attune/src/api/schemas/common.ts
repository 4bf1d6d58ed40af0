import { z } from 'zod'

/** Ids come from outside: any text of 1 to 256 characters without control characters; slashes, quotes and emoji are fine. */
export const idSchema = z
  .string()
  .min(1)
  .max(256)
  .refine((id) => !/\p{Cc}/u.test(id), 'no control characters')

/** An estimate with its 95 % interval. */
export const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Estimate = z.infer<typeof estimateSchema>

/** RFC 9457 problem document. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Stable code for programs. */
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** Facts for programs, such as line and column of a mistake in a rule; `en` and `zh`: `detail` in both languages. */
  details: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof problemSchema>

export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** Opaque; from `next` of the page before. */
  cursor: z.string().max(512).optional(),
})

/** A day, or a moment with its offset. */
export const momentSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be a day such as 2026-03-01, or a moment with its offset such as 2026-03-01T08:00:00+08:00 or …Z',
})

/** A range of time: `from` (inclusive) and `to` (exclusive) as ISO dates or date-times. Default: the last 28 days. */
/** A sentence in both languages. */
export const inBothSchema = z.object({ en: z.string(), zh: z.string() })
export const rangeQuerySchema = z.object({ from: momentSchema.optional(), to: momentSchema.optional() })

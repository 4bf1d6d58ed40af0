import { z } from 'zod'
import { documentKinds, type ReportDocument, sectionIds } from '../../report/documents/report-document.ts'
import { reportScheduleSchema } from '../../report/documents/report-schedule.ts'
import { estimateSchema, rangeQuerySchema } from './common.ts'
import { segmentIdSchema } from './segments.ts'

export const reportIdSchema = z
  .string()
  .regex(/^[a-z]+-\d{8}-\d{8}-(?:en|zh)-[0-9a-f]{12}$/, 'an id from GET /v1/reports')

/** `POST /v1/reports` */
export const reportOrderSchema = rangeQuerySchema
  .extend({
    kind: z.enum(documentKinds),
    subject: z
      .string()
      .min(1)
      .max(256)
      .refine((text) => !/\p{Cc}/u.test(text), 'no control characters')
      .describe('Id of an experiment or a placement, a month such as 2026-10, a campaign (utm_campaign) or a channel'),
    tz: z.string().max(6).optional().describe('Offset from UTC of the days, such as +08:00'),
    language: z.enum(['en', 'zh']).default('en'),
    /** Segments to tell the effect of an experiment by. */
    by: z.array(segmentIdSchema).max(10).default([]),
    /** `auto`: the summary by the language model where there is one for the purpose `report`. */
    text: z.enum(['auto', 'template']).default('auto'),
  })
  .strict()
export type ReportOrder = z.output<typeof reportOrderSchema>

const unit = z.enum(['count', 'amount', 'share', 'change', 'points', 'p', 'decimal', 'signed'])
const sentence = z.object({ text: z.string(), numbers: z.array(z.string()) })
const cell = z.union([z.object({ text: z.string() }), z.object({ number: z.string() })])
const rows = z.array(z.object({ label: z.string(), number: z.string() }))
const figure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('intervals'), title: z.string(), rows, reference: z.number().nullable() }),
  z.object({
    kind: z.literal('line'),
    title: z.string(),
    unit,
    points: z.array(z.object({ label: z.string(), estimate: estimateSchema.nullable() })),
    reference: z.number().nullable(),
  }),
  z.object({ kind: z.literal('bars'), title: z.string(), rows }),
])

const number = z.object({
  id: z.string(),
  unit,
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

export const scheduleIdSchema = z
  .string()
  .regex(
    /^(?:week|month)-[a-z]+-[0-9a-f]{12}$/,
    'an id of a schedule, as GET /v1/reports and “attune report schedule” say it',
  )

export const reportDocumentSchema = z.object({
  id: reportIdSchema,
  kind: z.enum(documentKinds),
  subject: z.string(),
  language: z.enum(['en', 'zh']),
  title: z.string(),
  from: z.string(),
  to: z.string(),
  createdAt: z.string(),
  /** The schedule that had it made; absent where somebody asked for it. */
  schedule: scheduleIdSchema.optional(),
  numbers: z.array(number),
  summary: z.array(sentence),
  /** Who wrote the summary: a model, or templates and why. */
  written: z.discriminatedUnion('by', [
    z.object({ by: z.literal('model'), model: z.string() }),
    z.object({ by: z.literal('template'), because: z.enum(['asked', 'no-model', 'wrong-number', 'failed']) }),
  ]),
  sections: z.array(
    z.object({
      id: z.enum(sectionIds),
      title: z.string(),
      sentences: z.array(sentence),
      tables: z.array(z.object({ title: z.string(), columns: z.array(z.string()), rows: z.array(z.array(cell)) })),
      figures: z.array(figure),
    }),
  ),
}) satisfies z.ZodType<ReportDocument, unknown>

/** A report as it is answered: each number also as it stands in the sentences. */
export const reportViewSchema = reportDocumentSchema.extend({
  numbers: z.array(
    number.extend({
      text: z.string().describe('As the report writes it, such as 4.20%'),
      range: z.string().nullable().describe('Its 95 % interval, such as 3.90% – 4.52%'),
    }),
  ),
})
export type ReportView = z.output<typeof reportViewSchema>

export const reportEntrySchema = reportDocumentSchema.pick({
  id: true,
  kind: true,
  subject: true,
  language: true,
  title: true,
  from: true,
  to: true,
  createdAt: true,
  written: true,
})
export type ReportEntry = z.output<typeof reportEntrySchema>

/** `PUT /v1/reports/schedule` */
export const scheduleInputSchema = reportScheduleSchema
export type ScheduleInput = z.input<typeof scheduleInputSchema>

/** `GET /v1/reports`, newest first. */
export const reportListSchema = z.object({
  reports: z.array(reportEntrySchema),
  /** Whether the server has a browser that prints PDF. */
  pdf: z.boolean(),
  /** Reports that are made by themselves, and the time that the last one is about. */
  scheduled: z.array(
    z.object({
      id: scheduleIdSchema,
      source: z.enum(['configuration', 'team']).describe('Only those of the team can be changed over HTTP'),
      kind: z.enum(documentKinds),
      subject: z.string().nullable(),
      every: z.enum(['week', 'month']),
      languages: z.array(z.enum(['en', 'zh'])),
      keep: z.int(),
      lastWhole: z.object({ from: z.string(), to: z.string() }),
      made: z.boolean(),
    }),
  ),
})
export type ReportList = z.output<typeof reportListSchema>
export type ScheduledReport = ReportList['scheduled'][number]

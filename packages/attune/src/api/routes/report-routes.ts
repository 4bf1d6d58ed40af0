import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { decisionReport, mainCurrency } from '../../report/decision-report.ts'
import { type ReportColumn, reportColumns } from '../../report/decision-report-sql.ts'
import { armsOf, effectReports } from '../../report/effect-report.ts'
import { timeRange } from '../../report/time-range.ts'
import type { App } from '../app.ts'
import { rangeQuerySchema } from '../schemas/common.ts'
import type { Placement } from '../schemas/decide.ts'
import { effectReportSchema, reportSchema } from '../schemas/report.ts'

const rangeQuery = rangeQuerySchema.extend({
  tz: z.string().max(6).optional().describe('Offset from UTC of the days, such as +08:00'),
})

const bySchema = z
  .string()
  .optional()
  .transform((text, context): ReportColumn[] => {
    const names = text === undefined || text === '' ? [] : text.split(',')
    for (const name of names)
      if (!reportColumns.includes(name as ReportColumn))
        context.addIssue({ code: 'custom', message: `each must be one of ${reportColumns.join(', ')}` })
    return [...new Set(names as ReportColumn[])]
  })

const decisionsQuery = rangeQuery.extend({
  placement: z.string().max(64).optional(),
  variation: z.string().max(64).optional(),
  model: z.string().max(80).optional().describe('A model’s name, or name@version'),
  by: bySchema.describe('Any of placement, variation, model, day; separated by commas'),
})

const effectQuery = rangeQuery.extend({
  placement: z.string().min(1).max(64).default('home'),
  treatment: z.string().max(64).optional().describe('Default: the arm with the largest weight beside the control'),
  control: z.string().max(64).optional().describe('Default: the control of the placement'),
})

/**
 * An arm that was asked for must be one of the placement, now or when a decision was made.
 *
 * @throws AttuneError `unknown-variation`
 */
async function mustBeArm(
  { events }: Attune,
  workspace: string,
  { id, split }: Placement,
  field: 'treatment' | 'control',
  variation: string | undefined,
): Promise<void> {
  const known = split.map((arm) => arm.variation)
  if (variation === undefined || known.includes(variation)) return
  const [once] = await events.query(
    'SELECT 1 AS one FROM decisions WHERE workspace = $1 AND placement = $2 AND variation = $3 LIMIT 1',
    [workspace, id, variation],
  )
  if (once) return
  throw attuneError('unknown-variation', `The placement never had such a variation. It has ${known.join(', ')}.`, {
    details: { field, variations: known },
  })
}

/** What decisions led to, and what a treatment changed against its control. */
export async function reportRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['read'], can: 'reports.read' } as const
  app.get(
    '/v1/reports/decisions',
    {
      config,
      schema: {
        tags: ['reports'],
        summary: 'Exposures, clicks, conversions and revenue of decisions, with intervals',
        querystring: decisionsQuery,
        response: { 200: reportSchema },
      },
    },
    async ({ query, auth }) => {
      const { placement, variation, model, by } = query
      return decisionReport(attune, {
        workspace: auth.workspace,
        range: timeRange(query, attune.clock()),
        filter: { placement, variation, model },
        by,
      })
    },
  )
  app.get(
    '/v1/reports/effect',
    {
      config,
      schema: {
        tags: ['reports'],
        summary: 'The effect of a placement’s treatment against its control',
        description:
          'Persons are the unit. Without `from` the time before the treatment’s own model first answered is left out.',
        querystring: effectQuery,
        response: { 200: effectReportSchema },
      },
    },
    async ({ query, auth }) => {
      const { workspace } = auth
      const placement = attune.placements.get(workspace, query.placement)
      if (!placement) throw attuneError('unknown-placement', 'There is no such placement.', { status: 404 })
      await mustBeArm(attune, workspace, placement, 'treatment', query.treatment)
      await mustBeArm(attune, workspace, placement, 'control', query.control)
      if (!armsOf(placement, query))
        throw attuneError('no-control', 'Give the placement a control: one of at least two variations.', {
          status: 404,
          details: { field: 'control' },
        })
      const range = timeRange(query, attune.clock())
      const reports = await effectReports(attune, {
        workspace,
        placements: [placement],
        range,
        currency: await mainCurrency(attune, workspace, range),
        treatment: query.treatment,
        control: query.control,
        sinceFirstAnswer: query.from === undefined,
      })
      const report = reports.get(placement.id)
      if (!report) throw attuneError('no-control', 'The placement has no two arms to compare.', { status: 404 })
      return report
    },
  )
}

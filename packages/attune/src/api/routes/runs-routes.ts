import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { mergePoints } from '../../runs/progress-log.ts'
import { thinTo } from '../../runs/thin.ts'
import type { App } from '../app.ts'
import { runSummaryView, runView } from '../run-view.ts'
import { runListSchema, runProgressSchema, runSchema } from '../schemas/runs.ts'

/** `/v1/runs`: trainings of networks, in whatever process they run; they are begun on the command line. */
export async function runsRoutes(app: App, attune: Attune): Promise<void> {
  const { runs, state, clock } = attune
  const params = z.object({ id: z.string().min(1).max(64) })

  app.get(
    '/v1/runs',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['runs'],
        summary: 'Trainings of networks, newest first',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
        response: { 200: runListSchema },
      },
    },
    async (request) => {
      const all = runs.list(request.auth.workspace)
      return { runs: all.slice(0, request.query.limit).map((run) => runSummaryView(run, runs)), total: all.length }
    },
  )

  app.get(
    '/v1/runs/:id',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['runs'],
        summary: 'A training: settings, data, scores, and what it is for',
        params,
        response: { 200: runSchema },
      },
    },
    async (request) => runView(runs.find(request.auth.workspace, request.params.id), runs),
  )

  app.get(
    '/v1/runs/:id/progress',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['runs'],
        summary: 'The curve of a training, thinned to what can be drawn',
        params,
        querystring: z.object({ points: z.coerce.number().int().min(2).max(1000).default(300) }),
        response: { 200: runProgressSchema },
      },
    },
    async (request) => {
      const run = runs.find(request.auth.workspace, request.params.id)
      const most = request.query.points
      const { points, judgements } = runs.progress(run)
      return {
        points: thinTo(points, most, mergePoints).map(({ step, loss, learningRate, stepsPerSecond, seconds }) => ({
          step,
          loss,
          learningRate,
          stepsPerSecond,
          seconds,
        })),
        judgements: [...thinTo(judgements, most, (_, later) => later)],
        judgedBy: run.judgedBy,
      }
    },
  )

  app.post(
    '/v1/runs/:id/cancel',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags: ['runs'],
        summary: 'End a training after the step it is in; it can be gone on with',
        params,
        response: { 202: z.object({ id: z.string(), cancelling: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const { workspace, keyId } = request.auth
      const { id } = request.params
      if (runs.cancel(workspace, id))
        state.transaction(() =>
          appendAudit(state.raw, {
            workspace,
            at: Math.round(clock()),
            actor: keyId,
            action: 'run.cancelled',
            subject: id,
            details: '{}',
          }),
        )
      return reply.code(202).send({ id, cancelling: true })
    },
  )
}

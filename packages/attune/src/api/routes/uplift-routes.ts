import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import {
  upliftInputSchema,
  upliftListSchema,
  upliftModelSchema,
  upliftSegmentInputSchema,
  upliftSegmentSchema,
  upliftSummarySchema,
  upliftTargetsInputSchema,
  upliftTargetsSchema,
} from '../schemas/uplift.ts'

/** `/v1/uplift`: whom a treatment moves, learnt from experiments, and whom it pays to treat. */
export async function upliftRoutes(app: App, { uplift }: Attune): Promise<void> {
  const tags = ['uplift']
  const params = z.object({ id: z.string().min(1).max(64) })
  app.get(
    '/v1/uplift',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: { tags, summary: 'Models of uplift, newest first', response: { 200: upliftListSchema } },
    },
    async ({ auth }) => uplift.list(auth.workspace),
  )
  app.post(
    '/v1/uplift',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags,
        summary: 'Begin a training from an experiment by person or the arms of a placement; GET says when it is done',
        body: upliftInputSchema,
        response: { 202: upliftSummarySchema },
      },
    },
    async ({ auth, body }, reply) => reply.code(202).send(await uplift.train(auth.workspace, body, auth.keyId)),
  )
  app.get(
    '/v1/uplift/:id',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'One model: Qini curve, uplift by tenths, policy value, balance, tests that try to refute it, drivers',
        params,
        response: { 200: upliftModelSchema },
      },
    },
    async ({ auth, params: { id } }) => uplift.get(auth.workspace, id),
  )
  app.delete(
    '/v1/uplift/:id',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags,
        summary: 'Remove a model; scores and segments that were made by it stay',
        params,
        response: { 204: z.undefined() },
      },
    },
    async ({ auth, params: { id } }, reply) => {
      uplift.remove(auth.workspace, id, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/uplift/:id/targets',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'Whom it pays to treat at a cost and a value: the share, how many there are, and the expected profit',
        params,
        body: upliftTargetsInputSchema,
        response: { 200: upliftTargetsSchema },
      },
    },
    async ({ auth, params: { id }, body }) => uplift.targets(auth.workspace, id, body),
  )
  app.post(
    '/v1/uplift/:id/segment',
    {
      config: { scopes: ['admin'], can: 'segments.change' },
      schema: {
        tags,
        summary: 'Keep those whom it pays to treat as a segment, by a score of everybody who agreed',
        params,
        body: upliftSegmentInputSchema,
        response: { 200: upliftSegmentSchema },
      },
    },
    async ({ auth, params: { id }, body }) => uplift.saveSegment(auth.workspace, id, body, auth.keyId),
  )
}

import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { mayPersonalise } from '../../decide/without-consent.ts'
import type { JsonObject } from '../../flags/condition.ts'
import type { Features } from '../../flags/feature-definition.ts'
import type { App } from '../app.ts'
import { refuseIdentifiers } from '../refuse-identifiers.ts'
import { idSchema } from '../schemas/common.ts'
import { featuresSchema, flagEvaluationSchema, flagIdSchema, flagInputSchema, flagSchema } from '../schemas/flags.ts'

const shown = ({ updatedAt, ...flag }: ReturnType<Attune['flags']['list']>[number]) => ({
  ...flag,
  updatedAt: new Date(updatedAt).toISOString(),
})

/** All flags in the form that GrowthBook's SDKs read. */
export const featuresView = ({ features, updatedAt }: { features: Features; updatedAt: number }) => ({
  status: 200 as const,
  features: { ...features },
  dateUpdated: new Date(updatedAt).toISOString(),
})

/** `/v1/flags`: values that differ from person to person, by rules and experiments. */
export async function flagsRoutes(app: App, attune: Attune): Promise<void> {
  const { flags } = attune
  const tags = ['flags']
  const params = z.object({ id: flagIdSchema })
  const reads = { scopes: ['read'], can: 'reports.read' } as const
  const changes = { scopes: ['admin'], can: 'experiments.change' } as const

  app.get(
    '/v1/flags',
    {
      config: reads,
      schema: { tags, summary: 'All flags', response: { 200: z.object({ flags: z.array(flagSchema) }) } },
    },
    async ({ auth }) => ({ flags: flags.list(auth.workspace).map(shown) }),
  )
  app.get(
    '/v1/flags/features',
    {
      config: { scopes: ['write', 'decide', 'read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'All flags in the form that GrowthBook’s SDKs read',
        response: { 200: featuresSchema },
      },
    },
    async ({ auth }) => featuresView(flags.features(auth.workspace)),
  )
  app.put(
    '/v1/flags/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Create or replace a flag',
        params,
        body: flagInputSchema,
        response: { 200: flagSchema },
      },
    },
    async ({ auth, params: { id }, body }) => shown(await flags.put(auth.workspace, id, body, auth.keyId)),
  )
  app.delete(
    '/v1/flags/:id',
    { config: changes, schema: { tags, summary: 'Remove a flag', params, response: { 204: z.undefined() } } },
    async ({ auth, params: { id } }, reply) => {
      await flags.remove(auth.workspace, id, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/flags/evaluate',
    {
      config: { scopes: ['read'], can: 'people.read' },
      schema: {
        tags,
        summary: 'Values of flags for somebody; nothing is logged: send the exposures once they were seen',
        body: z.strictObject({
          flags: z.array(flagIdSchema).max(100).optional().describe('Default: all'),
          userId: idSchema.optional(),
          anonymousId: idSchema.optional(),
          deviceId: idSchema.optional(),
          attributes: z.record(z.string(), z.json()).default({}),
        }),
        response: { 200: flagEvaluationSchema },
      },
    },
    async ({ auth, body }) => {
      const { userId, anonymousId, deviceId } = body
      refuseIdentifiers(auth, { userId, anonymousId })
      const attributes: JsonObject = {
        ...body.attributes,
        ...(userId === undefined ? {} : { userId }),
        ...(anonymousId === undefined ? {} : { anonymousId }),
        ...(deviceId === undefined ? {} : { deviceId }),
        segments: segmentsFor(attune, auth.workspace, { userId, anonymousId }),
      }
      const ids = body.flags ?? flags.list(auth.workspace).map(({ id }) => id)
      const exposures = new Map<string, { event: string; properties: Record<string, string> }>()
      const values = ids.map((id) => {
        const { value, source, ruleId, assignments } = flags.evaluate(auth.workspace, id, attributes)
        for (const { experiment, variation } of assignments)
          exposures.set(experiment, {
            event: 'Experiment Viewed',
            properties: { experiment_id: experiment, variation_id: variation },
          })
        // Values come from flags, whose schema is JSON.
        return [id, { value: value as z.infer<ReturnType<typeof z.json>>, source, ruleId }] as const
      })
      return { flags: Object.fromEntries(values), exposures: [...exposures.values()] }
    },
  )
}

/** Segments of somebody who agrees that what they did decides what they see; none of anybody else. */
function segmentsFor(
  { identity, consent, segments }: Attune,
  workspace: string,
  { userId, anonymousId }: { readonly userId?: string | undefined; readonly anonymousId?: string | undefined },
): readonly string[] {
  if (userId === undefined && anonymousId === undefined) return []
  const own = identity.personIdOf(workspace, { userId: userId ?? null, anonymousId: anonymousId ?? null })
  const personId = identity.resolve(workspace, own)
  return mayPersonalise(consent, workspace, personId) ? segments.of(workspace, personId) : []
}

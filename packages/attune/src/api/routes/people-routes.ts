import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { findPerson } from '../../profile/find-person.ts'
import { getPerson } from '../../profile/get-person.ts'
import { getTimeline } from '../../profile/get-timeline.ts'
import { listPeople } from '../../profile/list-people.ts'
import type { App, Auth } from '../app.ts'
import { pageQuerySchema } from '../schemas/common.ts'
import { type Person, peoplePageSchema, personSchema, timelineSchema } from '../schemas/people.ts'

const params = z.object({ id: z.string().min(1).max(256).describe('Person id, user id or anonymous id') })
const mergeParams = params.extend({ mergeId: z.coerce.number().int().positive() })
const peopleQuery = pageQuerySchema.extend({ search: z.string().max(256).optional().describe('Part of an id or name') })
const timelineQuery = pageQuerySchema.extend({ only: z.enum(['all', 'orders', 'ours']).default('all') })

/** Who is known, their portraits, and what they and we did. An id is a person id, a user id or an anonymous id. */
export async function peopleRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['read'] as const }
  const tags = ['people']
  app.get(
    '/v1/people',
    {
      config,
      schema: {
        tags,
        summary: 'Persons, by last seen, newest first',
        querystring: peopleQuery,
        response: { 200: peoplePageSchema },
      },
    },
    async ({ query, auth }) => listPeople(attune, auth.workspace, query),
  )
  app.get(
    '/v1/people/:id',
    { config, schema: { tags, summary: 'The portrait of a person', params, response: { 200: personSchema } } },
    async ({ params: { id }, auth }) => getPerson(attune, auth.workspace, await findPerson(attune, auth.workspace, id)),
  )
  app.get(
    '/v1/people/:id/timeline',
    {
      config,
      schema: {
        tags,
        summary: 'What they did and what we decided for them, newest first',
        params,
        querystring: timelineQuery,
        response: { 200: timelineSchema },
      },
    },
    async ({ params: { id }, query, auth }) => {
      const { aliases } = await findPerson(attune, auth.workspace, id)
      return getTimeline(attune, auth.workspace, aliases, query)
    },
  )
  const undo = {
    config: { scopes: ['admin'] as const },
    schema: {
      tags,
      summary: 'Take a merge of two identities back; answers with the portrait of who is left',
      params: mergeParams,
      response: { 200: personSchema },
    },
  }
  const takeBack = async (
    { workspace, keyId }: Auth,
    { id, mergeId }: z.output<typeof mergeParams>,
  ): Promise<Person> => {
    const person = await findPerson(attune, workspace, id)
    const { identifiers } = await getPerson(attune, workspace, person)
    if (!identifiers.some((identifier) => identifier.mergeId === mergeId))
      throw attuneError('unknown-merge', 'This person has no such merge, or it was taken back already.', {
        status: 404,
        details: { mergeId },
      })
    await attune.identity.undo(workspace, mergeId, attune.clock(), keyId)
    return getPerson(attune, workspace, {
      personId: person.personId,
      aliases: attune.identity.aliasesOf(workspace, person.personId),
    })
  }
  app.delete('/v1/people/:id/merges/:mergeId', undo, ({ params, auth }) => takeBack(auth, params))
}

import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { explainDecision } from '../../profile/explain-decision.ts'
import { type FoundPerson, findPerson } from '../../profile/find-person.ts'
import { getPerson } from '../../profile/get-person.ts'
import { getTimeline } from '../../profile/get-timeline.ts'
import { listPeople } from '../../profile/list-people.ts'
import type { App, Auth } from '../app.ts'
import { pageQuerySchema } from '../schemas/common.ts'
import {
  decisionExplanationSchema,
  type Person,
  peoplePageSchema,
  personSchema,
  timelineSchema,
} from '../schemas/people.ts'
import { peopleFor, personFor } from '../without-personal.ts'

const params = z.object({ id: z.string().min(1).max(256).describe('Person id, user id or anonymous id') })
const mergeParams = params.extend({ mergeId: z.coerce.number().int().positive() })
const peopleQuery = pageQuerySchema.extend({ search: z.string().max(256).optional().describe('Part of an id or name') })
const timelineQuery = pageQuerySchema.extend({ only: z.enum(['all', 'orders', 'ours']).default('all') })

/** Who is known, their portraits, and what they and we did. An id is a person id, a user id or an anonymous id. */
export async function peopleRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['read'], can: 'people.read' } as const
  const tags = ['people']

  /** Whoever may not see who somebody is may not ask by their user id either: the answer would tell. */
  async function find({ workspace, personal }: Auth, id: string): Promise<FoundPerson> {
    const found = await findPerson(attune, workspace, id)
    if (personal || found.personId === id || found.aliases.includes(id)) return found
    throw attuneError('unknown-person', 'Nothing was ever heard of a person with this id.', { status: 404 })
  }

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
    async ({ query, auth }) =>
      peopleFor(auth, await listPeople(attune, auth.workspace, { ...query, byIdentifier: auth.personal })),
  )
  app.get(
    '/v1/people/:id',
    { config, schema: { tags, summary: 'The portrait of a person', params, response: { 200: personSchema } } },
    async ({ params: { id }, auth }) => personFor(auth, await getPerson(attune, auth.workspace, await find(auth, id))),
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
      const { aliases } = await find(auth, id)
      return getTimeline(attune, auth.workspace, aliases, query)
    },
  )
  app.get(
    '/v1/people/:id/decisions/:decisionId',
    {
      config,
      schema: {
        tags,
        summary: 'What was decided for a person once, and why',
        params: params.extend({ decisionId: z.string().max(64) }),
        response: { 200: decisionExplanationSchema },
      },
    },
    async ({ params: { id, decisionId }, auth }) => {
      const { aliases } = await find(auth, id)
      return explainDecision(attune, auth.workspace, aliases, decisionId)
    },
  )
  const undo = {
    config: { scopes: ['admin'], can: 'people.change' } as const,
    schema: {
      tags,
      summary: 'Take a merge of two identities back; answers with the portrait of who is left',
      params: mergeParams,
      response: { 200: personSchema },
    },
  }
  const takeBack = async (auth: Auth, { id, mergeId }: z.output<typeof mergeParams>): Promise<Person> => {
    const { workspace, keyId } = auth
    const person = await find(auth, id)
    const { identifiers } = await getPerson(attune, workspace, person)
    if (!identifiers.some((identifier) => identifier.mergeId === mergeId))
      throw attuneError('unknown-merge', 'This person has no such merge, or it was taken back already.', {
        status: 404,
        details: { mergeId },
      })
    await attune.identity.undo(workspace, mergeId, attune.clock(), keyId)
    const left = { personId: person.personId, aliases: attune.identity.aliasesOf(workspace, person.personId) }
    return personFor(auth, await getPerson(attune, workspace, left))
  }
  app.delete('/v1/people/:id/merges/:mergeId', undo, ({ params, auth }) => takeBack(auth, params))
}

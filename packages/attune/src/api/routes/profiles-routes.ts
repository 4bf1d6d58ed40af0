import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { type FoundPerson, findPerson } from '../../profile/find-person.ts'
import { correctPortrait } from '../../profile/portrait/correct-portrait.ts'
import type { App, Auth } from '../app.ts'
import { profilePatchSchema, profileSchema } from '../schemas/profiles.ts'
import { profileFor } from '../without-personal.ts'

const params = z.object({ id: z.string().min(1).max(256).describe('Person id, user id or anonymous id') })
const querystring = z.object({ language: z.enum(['en', 'zh']).default('en').describe('Of reasons and the summary') })
const askedQuery = querystring.extend({
  summary: z.enum(['true', 'false']).default('false').describe('Whether a language model is asked for two sentences'),
})

/** Portraits with where each statement comes from, and putting them right. */
export async function profilesRoutes(app: App, attune: Attune): Promise<void> {
  const tags = ['people']

  /** Whoever may not see who somebody is may not ask by their user id either: the answer would tell. */
  async function find({ workspace, personal }: Auth, id: string): Promise<FoundPerson> {
    const found = await findPerson(attune, workspace, id)
    if (personal || found.personId === id || found.aliases.includes(id)) return found
    throw attuneError('unknown-person', 'Nothing was ever heard of a person with this id.', { status: 404 })
  }

  app.get(
    '/v1/profiles/:id',
    {
      config: { scopes: ['read'], can: 'people.read' },
      schema: {
        tags,
        summary: 'Everything understood of a person: each statement with its source, its evidence and how sure it is',
        params,
        querystring: askedQuery,
        response: { 200: profileSchema },
      },
    },
    async ({ auth, params: { id }, query }) => {
      const person = await find(auth, id)
      const { language } = query
      const summary = query.summary === 'true'
      return profileFor(auth, await attune.portraits.of(auth.workspace, person, { language, summary }))
    },
  )
  app.patch(
    '/v1/profiles/:id',
    {
      config: { scopes: ['admin'], can: 'privacy.act' },
      schema: {
        tags,
        summary:
          'Put right what a portrait says, hide or confirm an interest, or take that back; answers with the portrait',
        params,
        querystring,
        body: profilePatchSchema,
        response: { 200: profileSchema },
      },
    },
    async ({ auth, params: { id }, query: { language }, body }) => {
      const person = await find(auth, id)
      correctPortrait(attune, auth.workspace, person, body, { actor: auth.keyId })
      return profileFor(auth, await attune.portraits.of(auth.workspace, person, { language }))
    },
  )
}

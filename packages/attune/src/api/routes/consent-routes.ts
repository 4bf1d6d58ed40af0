import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { purposes, purposeTexts } from '../../protect/consent/purposes.ts'
import type { App, Auth } from '../app.ts'
import { idSchema } from '../schemas/common.ts'
import {
  consentAnswersSchema,
  consentRequestSchema,
  consentSchema,
  consentTextParams,
  consentTextSchema,
} from '../schemas/consent.ts'

/** A key that lies open in a page speaks for the visitor in front of it only. */
const inBrowser = ({ scopes }: Auth): boolean => !scopes.includes('read') && !scopes.includes('admin')

function refuseUserId(auth: Auth, userId: string | undefined): void {
  if (userId !== undefined && inBrowser(auth))
    throw attuneError('forbidden', 'This key may be seen by everybody, so it speaks for an anonymousId only.', {
      status: 403,
      details: { field: 'userId' },
    })
}

/** `POST /v1/consent`, `GET /v1/consent`, and the texts that people agree to. */
export async function consentRoutes(app: App, attune: Attune): Promise<void> {
  const tags = ['protect']
  const { consent, identity, clock, sources } = attune
  const list = purposes.map((purpose) => ({ purpose, ...purposeTexts[purpose] }))

  app.post(
    '/v1/consent',
    {
      config: { scopes: ['write', 'decide', 'read'], can: 'privacy.act' },
      schema: {
        tags,
        summary: 'A person agrees or objects, purpose by purpose; kept with its time, source and text as proof',
        body: consentRequestSchema,
        response: { 200: z.object({ answers: consentAnswersSchema }) },
      },
    },
    async ({ auth, body }) => {
      refuseUserId(auth, body.userId)
      const { workspace } = auth
      const personId = identity.personIdOf(workspace, {
        userId: body.userId ?? null,
        anonymousId: body.anonymousId ?? null,
      })
      const { purposes: told, source, textVersion, regime } = body
      consent.seen(workspace, personId, sources.regimeOf(workspace, auth.source), {
        country: undefined,
        timezone: undefined,
      })
      consent.flush()
      consent.state({ workspace, personId, purposes: told, at: clock(), source, textVersion, regime })
      return { answers: consent.answers(workspace, personId) }
    },
  )
  app.get(
    '/v1/consent',
    {
      config: { scopes: ['write', 'decide', 'read'], can: 'privacy.act' },
      schema: {
        tags,
        summary: 'What holds for a person, and the purposes in the words people are told',
        querystring: z.object({ userId: idSchema.optional(), anonymousId: idSchema.optional() }),
        response: { 200: consentSchema },
      },
    },
    async ({ auth, query }) => {
      refuseUserId(auth, query.userId)
      const { workspace } = auth
      const personId = identity.personIdOf(workspace, {
        userId: query.userId ?? null,
        anonymousId: query.anonymousId ?? null,
      })
      return { answers: consent.answers(workspace, personId), purposes: list }
    },
  )
  app.get(
    '/v1/consent/texts',
    {
      config: { scopes: ['write', 'decide', 'read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'The texts that people agree to',
        response: { 200: z.object({ texts: z.array(consentTextSchema) }) },
      },
    },
    async ({ auth }) => ({ texts: [...consent.texts(auth.workspace)] }),
  )
  app.put(
    '/v1/consent/texts/:version/:language',
    {
      config: { scopes: ['admin'], can: 'consent.texts' },
      schema: {
        tags,
        summary: 'Keep a text; a version is never changed',
        params: consentTextParams,
        body: z.strictObject({ body: z.string().min(1).max(20_000) }),
        response: { 200: z.object({ texts: z.array(consentTextSchema) }) },
      },
    },
    async ({ auth, params, body }) => {
      consent.putText(auth.workspace, params.version, params.language, body.body)
      return { texts: [...consent.texts(auth.workspace)] }
    },
  )
}

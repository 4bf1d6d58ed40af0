import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { consentSummary } from '../../protect/consent/consent-summary.ts'
import { purposes, purposeTexts } from '../../protect/consent/purposes.ts'
import type { App, Auth } from '../app.ts'
import { idSchema } from '../schemas/common.ts'
import {
  consentAnswersSchema,
  consentRequestSchema,
  consentSchema,
  consentSummarySchema,
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
  const { consent, identity, clock } = attune
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
    '/v1/consent/summary',
    {
      config: { scopes: ['admin'], can: 'privacy.report' },
      schema: {
        tags,
        summary: 'How many persons said yes, no or nothing to each purpose, and the answers of the last weeks',
        response: { 200: consentSummarySchema },
      },
    },
    async ({ auth }) => consentSummary(attune, auth.workspace),
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
    async ({ auth, params: { version, language }, body }) => {
      const { workspace, keyId } = auth
      attune.state.transaction(() => {
        if (!consent.putText(workspace, version, language, body.body)) return
        appendAudit(attune.state.raw, {
          workspace,
          at: Math.round(clock()),
          actor: keyId,
          action: 'consent.text-put',
          subject: version,
          details: JSON.stringify({ language }),
        })
      })
      return { texts: [...consent.texts(workspace)] }
    },
  )
}

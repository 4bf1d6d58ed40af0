import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { nobody } from '../../decide/without-consent.ts'
import { attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { consentSummary } from '../../protect/consent/consent-summary.ts'
import { currentText } from '../../protect/consent/current-text.ts'
import { asksFirst, isSeparate, purposes, purposeTexts } from '../../protect/consent/purposes.ts'
import type { App, Auth } from '../app.ts'
import {
  consentAnswersSchema,
  consentQuerySchema,
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

/** When it was said: now, or earlier by the sender's clock, corrected as the times of events are; never later than now. */
function saidAt(now: number, { timestamp, sentAt }: { timestamp?: string | undefined; sentAt?: string | undefined }) {
  if (timestamp === undefined) return now
  const said = Date.parse(timestamp)
  return Math.min(now, sentAt === undefined ? said : said + (now - Date.parse(sentAt)))
}

/** A word comes from no place that is known. */
const nowhere = { country: undefined, timezone: undefined }

/** `POST /v1/consent`, `GET /v1/consent`, and the texts that people agree to. */
export async function consentRoutes(app: App, attune: Attune): Promise<void> {
  const tags = ['protect']
  const { consent, identity, clock, sources } = attune

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
      const at = saidAt(clock(), body)
      consent.seen(workspace, personId, sources.regimeOf(workspace, auth.source), nowhere)
      consent.flush()
      consent.state({ workspace, personId, purposes: told, at, source, textVersion, regime })
      return { answers: consent.answers(workspace, personId) }
    },
  )
  app.get(
    '/v1/consent',
    {
      config: { scopes: ['write', 'decide', 'read'], can: 'privacy.act' },
      schema: {
        tags,
        summary: 'What holds for a person, the purposes in the words people are told, and the text to show',
        querystring: consentQuerySchema,
        response: { 200: consentSchema },
      },
    },
    async ({ auth, query }) => {
      refuseUserId(auth, query.userId)
      const { workspace } = auth
      const { userId = null, anonymousId = null } = query
      const someone = userId !== null || anonymousId !== null
      const personId = someone ? identity.personIdOf(workspace, { userId, anonymousId }) : nobody
      const setting = sources.regimeOf(workspace, auth.source)
      const regime = consent.regimeOf(workspace, personId, { asked: query.regime, setting })
      const text = currentText(consent.texts(workspace), query.language)
      return {
        answers: consent.answers(workspace, personId, regime),
        regime,
        asksFirst: asksFirst(regime),
        text: text === undefined ? null : { version: text.version, language: text.language, body: text.body },
        purposes: purposes.map((purpose) => ({
          purpose,
          separate: isSeparate(regime, purpose),
          ...purposeTexts[purpose],
        })),
      }
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

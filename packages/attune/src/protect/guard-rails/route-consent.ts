import type { Purpose } from '../consent/purposes.ts'

/**
 * What a route does about the consent of the person it is asked about.
 *
 * - `asks`: what it makes of their behaviour needs this purpose; without it the answer is as for nobody
 * - `shows`: it shows what is stored, to those who may see it, and concludes nothing: why that is allowed
 * - `nobody`: it is about no customer: what about
 */
export type RouteConsent =
  | { readonly asks: readonly Purpose[] }
  | { readonly shows: string }
  | { readonly nobody: string }

const asks = (...purposes: readonly Purpose[]): RouteConsent => ({ asks: purposes })
const shows = (why: string): RouteConsent => ({ shows: why })
const nobody = (what: string): RouteConsent => ({ nobody: what })

const collecting = asks('storage', 'analytics')
const stored = shows('who looks after customers sees what is kept of them, and their own rights rest on it')
const figures = nobody('figures over many, counted from what people allowed to be kept')
const catalogue = nobody('what can be offered')
const settings = nobody('how Attune is set up')
const team = nobody('those who work with Attune, not customers')
const own = nobody('whoever is signed in')
const rights = shows('the person’s own request')

/** Method and path → rule, for every route of the API. `tests/guard-rails.test.ts` walks them with consent withdrawn. */
export const routeConsent: Readonly<Record<string, RouteConsent>> = {
  'POST /v1/track': collecting,
  'POST /v1/identify': collecting,
  'POST /v1/page': collecting,
  'POST /v1/screen': collecting,
  'POST /v1/group': collecting,
  'POST /v1/alias': collecting,
  'POST /v1/batch': collecting,
  'POST /v1/exposures': collecting,
  'POST /v1/recommendations': asks('personalisation'),
  'POST /v1/placements/preview': asks('personalisation'),
  'GET /v1/people/:id': asks('profiling'),
  'GET /v1/profiles/:id': asks('profiling'),
  'PATCH /v1/profiles/:id': rights,
  'GET /v1/people': stored,
  'GET /v1/people/:id/timeline': stored,
  'GET /v1/people/:id/decisions/:decisionId': stored,
  'DELETE /v1/people/:id/merges/:mergeId': stored,
  'GET /v1/events': stored,
  'GET /v1/events/:messageId': stored,
  'GET /v1/live': stored,
  'GET /v1/people/:id/export': rights,
  'POST /v1/people/:id/erase': rights,
  'POST /v1/people/:id/correct': rights,
  'POST /v1/consent': rights,
  'GET /v1/consent': rights,
  'GET /v1/privacy/requests': rights,
  'GET /v1/privacy/requests/:id': rights,
  'POST /v1/privacy/requests': rights,
  'POST /v1/privacy/requests/:id/close': rights,
  'GET /v1/privacy/due': figures,
  'GET /v1/privacy/report': figures,
  'GET /v1/privacy/record': figures,
  'POST /v1/privacy/verify': nobody('a receipt, which names nobody'),
  'GET /v1/consent/summary': figures,
  'GET /v1/consent/texts': settings,
  'PUT /v1/consent/texts/:version/:language': settings,
  'GET /metrics': figures,
  'GET /v1/overview': figures,
  'GET /v1/reports/decisions': figures,
  'GET /v1/reports/effect': figures,
  'PUT /v1/items': catalogue,
  'PUT /v1/items/:id': catalogue,
  'GET /v1/items': catalogue,
  'GET /v1/items/:id': catalogue,
  'DELETE /v1/items/:id': catalogue,
  'POST /v1/items/delete': catalogue,
  'GET /v1/items/:id/similar': nobody('what goes together for many who allowed training'),
  'GET /v1/placements': settings,
  'GET /v1/placements/:id': settings,
  'PUT /v1/placements/:id': settings,
  'GET /v1/models': figures,
  'POST /v1/models/:name/train': asks('training'),
  'POST /v1/models/:name/promote': settings,
  'POST /v1/models/:name/rollback': settings,
  'GET /v1/runs': figures,
  'GET /v1/runs/:id': figures,
  'GET /v1/runs/:id/progress': figures,
  'POST /v1/runs/:id/cancel': settings,
  'GET /v1/evaluations': figures,
  'PUT /v1/evaluations/:name': figures,
  'DELETE /v1/evaluations/:name': figures,
  'GET /v1/sources': settings,
  'GET /v1/sources/:name': settings,
  'PUT /v1/sources/:name': settings,
  'DELETE /v1/sources/:name': settings,
  'GET /v1/sources/:name/suggestion': nobody('names and types of fields, never a value'),
  'GET /v1/webhooks': settings,
  'POST /v1/webhooks': settings,
  'PATCH /v1/webhooks/:id': settings,
  'DELETE /v1/webhooks/:id': settings,
  'POST /v1/webhooks/:id/rotate': settings,
  'POST /v1/webhooks/:id/test': settings,
  'GET /v1/webhooks/:id/deliveries': settings,
  'GET /v1/keys': settings,
  'POST /v1/keys': settings,
  'POST /v1/keys/:id/rotate': settings,
  'DELETE /v1/keys/:id': settings,
  'GET /v1/audit': team,
  'GET /v1/audit/verify': team,
  'GET /v1/access/review': team,
  'POST /v1/access/review': team,
  'GET /v1/users': team,
  'POST /v1/users': team,
  'PUT /v1/users/:id/role': team,
  'POST /v1/users/:id/disable': team,
  'POST /v1/users/:id/enable': team,
  'DELETE /v1/users/:id': team,
  'POST /v1/users/:id/reset': team,
  'GET /v1/sessions': team,
  'DELETE /v1/sessions/:id': team,
  'POST /v1/break-glass': team,
  'DELETE /v1/break-glass': team,
  'GET /v1/whoami': own,
  'GET /v1/session': own,
  'POST /v1/session': own,
  'DELETE /v1/session': own,
  'POST /v1/session/link': own,
  'PUT /v1/session/password': own,
  'POST /v1/session/totp': own,
  'POST /v1/session/totp/confirm': own,
  'POST /v1/session/totp/remove': own,
  'GET /v1/session/oidc': own,
  'GET /v1/session/oidc/callback': own,
}

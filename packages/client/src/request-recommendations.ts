import { AttuneRequestError } from './request-error.ts'
import { type Sender, send } from './send.ts'
import type { Client, Recommendations, RecommendedItem, RecommendRequest } from './types.ts'

/** Asks once (a list that comes late is worth nothing) and binds the answer's decision to `expose` and `click`. */
export async function requestRecommendations({
  sender,
  url,
  client,
  anonymousId,
  request,
}: {
  readonly sender: Sender
  readonly url: string
  readonly client: Pick<Client, 'expose' | 'track'>
  readonly anonymousId: string
  readonly request: RecommendRequest
}): Promise<Recommendations> {
  const who = request.userId === undefined ? { anonymousId } : {}
  const outcome = await send(sender, `${url}/v1/recommendations`, JSON.stringify({ ...who, ...request }))
  if (outcome.kind === 'again') throw new AttuneRequestError(outcome.status, 'unreachable', outcome.message)
  if (outcome.kind === 'refused') {
    const { code = 'refused', detail = 'The server refused the request.' } = outcome.body
    throw new AttuneRequestError(outcome.status, String(code), String(detail))
  }
  const answer = outcome.body as unknown as Omit<Recommendations, 'expose' | 'click'>
  const { decisionId } = answer
  const positionOf = (id: string): number => answer.items.findIndex((one) => one.itemId === id)
  return {
    ...answer,
    expose: (itemIds) => {
      if (decisionId !== null) client.expose(decisionId, itemIds)
    },
    click: (item: string | RecommendedItem) => {
      const id = typeof item === 'string' ? item : item.itemId
      if (decisionId !== null)
        client.track('Recommendation Clicked', { decisionId, product_id: id, position: positionOf(id) })
    },
  }
}

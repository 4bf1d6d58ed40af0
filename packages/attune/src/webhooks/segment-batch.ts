import type { WebhookData } from './webhook-events.ts'

/** People that one message tells of at most. */
export const peopleAtOnce = 500

/**
 * The body of a message about several persons, without some of them.
 *
 * @returns undefined where nobody is left
 */
export function withoutPeople(body: string, isGone: (personId: string) => boolean): string | undefined {
  const message = JSON.parse(body) as { readonly data: WebhookData['segment.entered'] }
  const people = message.data.people.filter(({ personId }) => !isGone(personId))
  return people.length === 0 ? undefined : JSON.stringify({ ...message, data: { ...message.data, people } })
}

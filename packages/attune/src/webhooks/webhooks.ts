import type { Announcement, WebhookEvent } from './webhook-events.ts'

/** An address that is told of events. */
export interface Webhook {
  readonly id: string
  readonly workspace: string
  readonly url: string
  readonly description: string
  readonly events: readonly WebhookEvent[]
  /** Whether it is told the ids of erased persons in clear. */
  readonly includeIdentifiers: boolean
  /** The segments of which it is told who entered and left; empty: all. */
  readonly segments: readonly string[]
  readonly createdAt: number
  readonly disabledAt: number | null
  /** `failing`: nothing good came back for days; `gone`: it answered 410. */
  readonly disabledBecause: 'hand' | 'failing' | 'gone' | null
  readonly failingSince: number | null
  readonly deliveredAt: number | null
  /** Messages that wait, that were given up in the last 28 days, and that did not fit into the queue any more. */
  readonly waiting: number
  readonly givenUp: number
  readonly dropped: number
}

export interface WebhookInput {
  readonly url: string
  readonly description: string
  readonly events: readonly WebhookEvent[]
  readonly includeIdentifiers: boolean
  readonly segments: readonly string[]
}

/** One message and how telling it went: no text, no answer. */
export interface Delivery {
  /** The `webhook-id` that the receiver sees. */
  readonly id: string
  readonly type: string
  readonly state: 'waiting' | 'delivered' | 'givenUp'
  readonly createdAt: number
  readonly nextAttemptAt: number | null
  /** Oldest first; `status` is null where nothing was answered. */
  readonly attempts: readonly { readonly at: number; readonly status: number | null }[]
}

/** Where the parts of Attune say what happened. */
export interface Announcer {
  /**
   * Queues a message to every webhook of the workspace that wants to know. In the caller's transaction: what happened and
   * what is told of it are stored together or not at all.
   *
   * @param about the person, or every person of news about a segment: what waits of them is forgotten with them
   * @param once tells a webhook of this name only once
   * @param held keeps it back until `release` of that name
   */
  announce(
    workspace: string,
    announcement: Announcement,
    options?: { readonly about?: string | readonly string[]; readonly once?: string; readonly held?: boolean },
  ): void
}

export interface Webhooks extends Announcer {
  /** Whether any webhook of the workspace is told of this. */
  hears(workspace: string, event: 'segment.entered' | 'segment.left', segmentId: string): boolean
  list(workspace: string): readonly Webhook[]
  /**
   * @returns the secret, which is told nowhere else
   * @throws AttuneError `webhook-url-refused`, `too-many-webhooks`, `identifiers-need-tls`
   */
  create(
    workspace: string,
    input: WebhookInput,
    actor: string,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }>
  /** @throws AttuneError `unknown-webhook`, `webhook-url-refused`, `identifiers-need-tls` */
  change(
    workspace: string,
    id: string,
    change: Partial<WebhookInput> & { readonly enabled?: boolean },
    actor: string,
  ): Promise<Webhook>
  /** With everything that waits; nobody can read it any more. @throws AttuneError `unknown-webhook` */
  remove(workspace: string, id: string, actor: string): void
  /** A new secret; the one before signs besides for the overlap. @throws AttuneError `unknown-webhook` */
  rotate(
    workspace: string,
    id: string,
    options: { readonly overlapMs: number; readonly actor: string },
  ): { readonly webhook: Webhook; readonly secret: string }
  /** Sends `ping` now and once. @throws AttuneError `unknown-webhook` */
  test(workspace: string, id: string): Promise<Delivery>
  /** The newest first. @throws AttuneError `unknown-webhook` */
  deliveries(workspace: string, id: string, limit: number): readonly Delivery[]
  /** What was held back under a name is due. */
  release(workspace: string, once: string): void
  /** Removes what waits about the persons, but not the notices that they are erased. */
  forget(workspace: string, personIds: readonly string[]): void
  /** The same for everybody who was ever erased: after a backup was restored. */
  forgetErased(): void
  /** Sends what is due, and resolves when it was sent or is due later. */
  deliverDue(): Promise<void>
  /** Sends by itself from now on. */
  start(): void
  /** What is under way is broken off, and sent again by the next start. */
  stop(): Promise<void>
}

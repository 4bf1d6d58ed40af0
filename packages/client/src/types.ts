import type { Consent, Regime } from './consent-types.ts'
import type { StandardEvent, StandardEvents } from './standard-events.ts'
import type { ClientStorage } from './storage.ts'

export type Facts = Readonly<Record<string, unknown>>

/** What went wrong; never thrown by the tracking calls, always told to `onError`. */
export interface ClientProblem {
  /** `refused` (the server said it is bad), `queue-full`, `event-too-large`, `not-json` (circular, a BigInt), `unreachable` (will be tried again). */
  readonly code: 'refused' | 'queue-full' | 'event-too-large' | 'not-json' | 'unreachable'
  readonly message: string
  readonly status?: number
  /** The server's stable code and field, where it named them. */
  readonly reason?: string
  readonly field?: string
  /** The event concerned, when it will not be sent any more. */
  readonly event?: Facts
}

export interface ClientOptions {
  /** Where Attune answers, for example https://attune.example. */
  readonly url: string
  /** A key with the scopes write and, for `recommend`, decide. */
  readonly key: string
  /** Events that fill a batch. Default 20. */
  readonly flushAt?: number
  /** Longest wait for company, in milliseconds. Default 2,000. */
  readonly flushIntervalMs?: number
  /** Entries kept while the server cannot be reached; beyond it the oldest give way. Default 1,000. */
  readonly maxQueue?: number
  /** How long one request may take, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number
  /** `respect` (default): with Global Privacy Control or Do Not Track on, nothing is recorded or kept until the person chooses. */
  readonly privacySignals?: 'respect' | 'ignore'
  /**
   * `ask` (default in a page): until the person has chosen, the server is asked what holds for them, and what needs a yes
   * is neither kept on the device nor sent before. `leave-to-server` (default elsewhere): everything is sent, and the
   * server keeps what it may. A choice made here is respected either way.
   */
  readonly consent?: 'ask' | 'leave-to-server'
  /** Under whose law the visitor is, where the page knows. Default: as the server is configured. */
  readonly regime?: Regime
  /** Names of your own events that the service needs, as carts and orders are: sent without consent to analytics. */
  readonly neededEvents?: readonly string[]
  /** Default: localStorage in a page, memory elsewhere. */
  readonly storage?: ClientStorage
  readonly fetch?: typeof fetch
  readonly now?: () => number
  readonly random?: () => number
  readonly onError?: (problem: ClientProblem) => void
  /** Hears every event as it enters the queue. */
  readonly onEvent?: (event: Facts) => void
  /** Hears the messageIds of what the server has stored. */
  readonly onStored?: (messageIds: readonly string[]) => void
}

export interface RecommendRequest {
  readonly placement?: string
  readonly n?: number
  readonly context?: Facts
  readonly filter?: Facts
  /** Only with a key that may read: a key in a page asks as its own anonymousId. */
  readonly userId?: string
}

export interface RecommendedItem {
  readonly itemId: string
  readonly score: number
  readonly propensity: number
  readonly explored: boolean
  readonly reason: string | null
  readonly because: readonly string[]
  readonly item: {
    readonly id: string
    readonly kind: string
    readonly title: string
    readonly categories: readonly string[]
    readonly brand: string | null
    readonly price: number | null
    readonly currency: string | null
    readonly image: string | null
    readonly url: string | null
  } | null
}

export interface Recommendations {
  readonly decisionId: string | null
  readonly placement: string
  readonly personId: string
  readonly variation: string
  readonly model: { readonly name: string; readonly kind: string; readonly version: number }
  readonly fallback: { readonly code: string; readonly message: string } | null
  readonly items: readonly RecommendedItem[]
  /** Call when the list is really on the screen; `itemIds` where only some of it is. */
  expose(itemIds?: readonly string[]): void
  /** Call when one of the items is opened; carries the decision and the place in the list. */
  click(item: string | RecommendedItem): void
}

export interface Client {
  readonly anonymousId: string
  readonly userId: string | null
  /** Whether behaviour is recorded now. False: only what the service needs is (carts, orders, sign-ins), or under a privacy signal nothing. */
  readonly recording: boolean
  readonly consent: Consent
  track<Name extends StandardEvent>(event: Name, properties: StandardEvents[Name]): void
  track(event: string, properties?: Facts): void
  identify(userId: string, traits?: Facts): void
  page(name?: string, properties?: Facts): void
  group(groupId: string, traits?: Facts): void
  /** Says that `previousId` (default: the anonymousId) is the same person as `userId`. */
  alias(userId: string, previousId?: string): void
  /** @throws AttuneRequestError when the server cannot be reached or refuses */
  recommend(request?: RecommendRequest): Promise<Recommendations>
  expose(decisionId: string, itemIds?: readonly string[]): void
  /** Sends what waits; resolves when nothing is left or the server cannot be reached. */
  flush(): Promise<void>
  /** Forgets who it was: new anonymousId, no userId. What waits is still sent; the device's consent holds for the new id. */
  reset(): void
  /** Sends what waits and stops all timers and listeners. */
  close(): Promise<void>
}

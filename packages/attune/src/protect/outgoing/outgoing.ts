import type { AttuneError } from '../../errors.ts'

/** A name → the addresses it leads to now. */
export type Resolve = (host: string) => Promise<readonly string[]>

export interface OutgoingRequest {
  /** Default GET. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | URLSearchParams
  /** For all of it together: name, connection, redirects, answer. Default 10,000. */
  readonly timeoutMs?: number
  /** Of the answer, packed and unpacked. Default 1 MiB. */
  readonly maxBytes?: number
  /** Media types that a good answer may have, such as `application/json`. Default: any. */
  readonly types?: readonly string[]
  /** So many redirects are followed; with 0 the redirect itself is the answer. Default 0. */
  readonly redirects?: number
  /**
   * `head`: the connection is dropped after the status and headers. `stream`: the body comes as it arrives, and what goes wrong
   * with it ends it with an error. Default `whole`.
   */
  readonly answer?: 'whole' | 'head' | 'stream'
  readonly signal?: AbortSignal
}

/**
 * Asks an address outside, if it may be asked. The answer is whole in memory, unless it is asked for as a stream; of its
 * headers it has `content-type` and `retry-after`.
 *
 * @throws AttuneError `outgoing-url-refused` when the text of the address already says that it may not be asked;
 *   `outgoing-failed` for everything else, be it the name, the address behind it, the connection, the time or the answer:
 *   the sender of an address shall not learn from Attune what there is in its network
 */
export type GuardedFetch = (url: string, request?: OutgoingRequest) => Promise<Response>

/** The one way out: every request to an address outside goes through it. */
export interface Outgoing {
  readonly fetch: GuardedFetch
  /**
   * Whether an address may be asked now: for when one is configured.
   *
   * @throws AttuneError `outgoing-url-refused`, `outgoing-failed`
   */
  check(url: string): Promise<void>
  /** Why the text of an address already says that it may not be asked; nobody is asked for it. */
  refusal(url: string): AttuneError | undefined
  /** The same with the host of `url` allowed besides, without TLS where `url` is: for addresses out of the configuration. */
  allowing(url: string): Outgoing
}

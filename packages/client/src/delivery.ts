import { later, type Timer } from './later.ts'
import { consentPath, type Entry, type Queue } from './queue.ts'
import { type Outcome, type Sender, send } from './send.ts'
import type { ClientProblem, Facts } from './types.ts'

/** The server takes 500 KB a batch and 32 KB an event; the envelope needs a little of it. */
const batchBytes = 450_000
const beaconBytes = 60_000
const batchEvents = 500
const firstWaitMs = 500
const longestWaitMs = 30_000

export interface DeliveryOptions {
  readonly url: string
  readonly sender: Sender
  readonly queue: Queue
  readonly random: () => number
  readonly report: (problem: ClientProblem) => void
  readonly stored: (messageIds: readonly string[]) => void
}

/** Empties the queue: in batches, one request at a time, waiting longer after each failure. */
export interface Delivery {
  flush(): Promise<void>
  /** True while it waits after a failure: new events alone do not wake it. */
  readonly waiting: boolean
  /**
   * Hands everything to the browser, which sends it after the page is gone. Nobody hears whether that worked, so it stays
   * in the queue until a later flush is answered; while the server cannot be reached nothing is handed over.
   */
  leave(): void
  stop(): void
}

const encoder = new TextEncoder()
const bytesOf = (text: string): number => encoder.encode(text).length

export function createDelivery({ url, sender, queue, random, report, stored }: DeliveryOptions): Delivery {
  let failures = 0
  let timer: Timer | undefined
  let running: Promise<void> | undefined
  let batchLimit = batchEvents
  /** Hiding a page and closing it both say goodbye: each entry goes to the browser once. */
  const handedOver = new WeakSet<Entry>()

  /** What goes over the wire: an envelope of events, or the one entry with its own path. */
  function textOf(entries: readonly Entry[]): string {
    const [first] = entries
    const sentAt = new Date(sender.now()).toISOString()
    if (first?.path) return JSON.stringify({ ...first.body, sentAt })
    return JSON.stringify({ batch: entries.map((entry) => entry.body), sentAt, writeKey: sender.key })
  }

  /** The next things that go in one request: one entry with its own path, or as many events as fit. */
  function nextOf(entries: readonly Entry[], limit: number): readonly Entry[] {
    if (entries[0]?.path) return [entries[0]]
    const taken: Entry[] = []
    let bytes = 0
    for (const entry of entries) {
      bytes += bytesOf(JSON.stringify(entry.body)) + 1
      if (entry.path || taken.length >= batchLimit || (bytes > limit && taken.length > 0)) break
      taken.push(entry)
    }
    return taken
  }

  const settle = (entries: readonly Entry[]): void => queue.settle(new Set(entries.map((e) => e.body.messageId)))

  function settleOutcome(entries: readonly Entry[], outcome: Exclude<Outcome, { kind: 'again' }>): void {
    if (outcome.kind === 'refused' && outcome.status === 413 && entries.length > 1) {
      batchLimit = Math.ceil(entries.length / 2)
      return
    }
    const [first] = entries
    // The choice counts, also where the text it names was never put: it is sent again without.
    const refusedText = outcome.kind === 'refused' && first?.path === consentPath && first.body.textVersion
    if (refusedText) delete first.body.textVersion
    else settle(entries)
    if (outcome.kind === 'refused') {
      const { code, detail } = outcome.body
      for (const { body } of entries)
        report({
          code: 'refused',
          status: outcome.status,
          reason: String(code ?? outcome.status),
          message: String(detail ?? `The server refused it (${outcome.status}).`),
          event: body,
        })
      return
    }
    const rejected = Array.isArray(outcome.body.rejected) ? (outcome.body.rejected as Facts[]) : []
    const bad = new Set(rejected.map((one) => entries[Number(one.index)]))
    stored(entries.filter((entry) => !bad.has(entry)).map((entry) => entry.body.messageId))
    for (const one of rejected) {
      const event = entries[Number(one.index)]?.body
      report({
        code: 'refused',
        status: 200,
        reason: String(one.code),
        message: String(one.message),
        ...(typeof one.field === 'string' && { field: one.field }),
        ...(event && { event }),
      })
    }
  }

  async function run(): Promise<void> {
    while (queue.entries.length > 0) {
      const entries = nextOf(queue.entries, batchBytes)
      const path = entries[0]?.path
      const outcome = await send(sender, url + (path ?? '/v1/batch'), textOf(entries))
      if (outcome.kind === 'again') {
        retry(outcome)
        return
      }
      failures = 0
      settleOutcome(entries, outcome)
    }
  }

  function retry({ status, waitMs, message }: Extract<Outcome, { kind: 'again' }>): void {
    // Full jitter on the upper half: clients that failed together do not come back together.
    const backOff = Math.min(longestWaitMs, firstWaitMs * 2 ** failures) * (0.5 + random() / 2)
    failures += 1
    report({ code: 'unreachable', status, message: `${message} Trying again later; nothing is lost.` })
    timer = later(flush, Math.max(backOff, waitMs))
  }

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  function flush(): Promise<void> {
    stop()
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }

  function leave(): void {
    if (failures > 0 || globalThis.navigator?.onLine === false) return
    const choices = queue.entries.filter(({ path }) => path === consentPath)
    // Events may be refused when they overtake the choice that allows them; they stay for the next page.
    let left = (choices.length > 0 ? choices : queue.entries).filter((entry) => !handedOver.has(entry))
    while (left.length > 0) {
      const entries = nextOf(left, beaconBytes)
      left = left.slice(entries.length)
      const path = entries[0]?.path
      const body = textOf(entries)
      for (const entry of entries) handedOver.add(entry)
      // A beacon cannot carry an Authorization header: the batch names its writeKey, as text/plain needs no preflight.
      const beacon =
        !path && globalThis.navigator?.sendBeacon?.(`${url}/v1/batch`, new Blob([body], { type: 'text/plain' }))
      if (!beacon)
        void send(sender, url + (path ?? '/v1/batch'), body, true).then((outcome) => {
          if (outcome.kind !== 'again') settleOutcome(entries, outcome)
        })
    }
  }

  return {
    flush,
    leave,
    get waiting() {
      return timer !== undefined
    },
    stop,
  }
}

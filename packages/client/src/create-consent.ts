import type { Consent, ConsentAnswer, ConsentChoice, PrivacySignal, Regime } from './consent-types.ts'
import { later, type Timer } from './later.ts'
import { type Sender, send } from './send.ts'
import type { ClientProblem } from './types.ts'

/** The server is asked again after so long when it could not be reached. */
const askAgainMs = 10_000

export interface ConsentOptions {
  readonly url: string
  readonly sender: Sender
  readonly signal: PrivacySignal | null
  /** Whether everything goes to the server, which decides. */
  readonly trusting: boolean
  readonly regime: Regime | undefined
  readonly read: (name: string) => string | null
  readonly write: (name: string, value: string | null) => void
  /** Whom the server is asked about; null for who has no id yet. */
  readonly who: () => string | null
  /** Puts a choice on its way to the server. */
  readonly tell: (said: ConsentChoice) => void
  /** Brings what waits in line with what holds now; comes before any listener. */
  readonly apply: () => void
  readonly report: (problem: ClientProblem) => void
}

export interface ConsentKeeper extends Consent {
  /** Takes over what another tab has written. */
  reread(): void
  stop(): void
}

/** The person's word on this device, and what holds without one. */
export function createConsent(options: ConsentOptions): ConsentKeeper {
  const { url, sender, signal, trusting, regime, read, write, who, tell, apply, report } = options
  const listeners = new Set<() => void>()
  let choice = kept<ConsentChoice>('consent')
  let answer: ConsentAnswer | null = null
  /** Of earlier pages, where recording was allowed then: events need not wait for the server. */
  let answers = kept<ConsentAnswer['answers']>('allowed')
  let language = globalThis.document?.documentElement?.lang
  let loading: Promise<void> | undefined
  let timer: Timer | undefined
  let stopped = false

  function kept<T>(name: string): T | null {
    try {
      return JSON.parse(read(name) ?? 'null') as T | null
    } catch {
      return null
    }
  }

  function changed(): void {
    apply()
    for (const listener of listeners)
      try {
        listener()
      } catch (error) {
        // The page's own fault, told as one, and no reason to stop here.
        queueMicrotask(() => {
          throw error
        })
      }
  }

  async function ask(): Promise<void> {
    clearTimeout(timer)
    const asked = language
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ anonymousId: who(), regime, language }))
      if (value) query.set(name, value)
    const outcome = await send(sender, `${url}/v1/consent?${query}`)
    // Meanwhile somebody asked for another language: that answer is on its way.
    if (asked !== language) return
    if (outcome.kind === 'stored') {
      answer = outcome.body as unknown as ConsentAnswer
      answers = answer.answers
      write('allowed', answers?.analytics?.allowed ? JSON.stringify(answers) : null)
      changed()
    } else if (outcome.kind === 'again') {
      if (stopped) return
      timer = later(() => consent.load(), Math.max(outcome.waitMs, askAgainMs))
    } else {
      const { code, detail } = outcome.body
      report({ code: 'refused', status: outcome.status, reason: String(code), message: String(detail) })
    }
  }

  const consent: ConsentKeeper = {
    get: () => ({ choice, signal, answer }),
    allows: (purpose) =>
      choice?.purposes[purpose] ??
      (signal && !choice ? false : trusting || purpose === 'storage' || answers?.[purpose]?.allowed),
    async load(wanted = language) {
      if (wanted !== language) {
        language = wanted
        loading = undefined
      }
      loading ??= ask()
      const mine = loading
      await mine
      if (loading === mine) loading = undefined
      return consent.get()
    },
    set(purposes, { source = 'api', textVersion = choice?.textVersion ?? null } = {}) {
      const said = { purposes, source, textVersion, at: sender.now() }
      choice = { ...said, purposes: { ...choice?.purposes, ...purposes } }
      write('consent', JSON.stringify(choice))
      tell(said)
      changed()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reread() {
      choice = kept('consent')
      changed()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
  return consent
}

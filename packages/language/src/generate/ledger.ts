import type { LanguageErrorCode } from '../errors.ts'

/** One exchange with a model: figures, never words. */
export interface ModelCall {
  /** Milliseconds since the epoch at which it began. */
  readonly at: number
  readonly workspace: string
  readonly purpose: string
  /** Its name in the configuration. */
  readonly model: string
  readonly prompt: string
  readonly promptVersion: number
  readonly language: 'en' | 'zh'
  readonly tokensIn: number
  readonly tokensOut: number
  /** In the team's currency. */
  readonly cost: number
  readonly ms: number
  readonly outcome: 'ok' | LanguageErrorCode
  /** Answered from the cache: no model was asked. */
  readonly cached: boolean
}

export interface Spent {
  readonly tokens: number
  readonly cost: number
}

/** Where calls are written down and budgets are read from; both at once, so that no call slips between. */
export interface Ledger {
  record(call: ModelCall): void
  /** What calls of a purpose that began at `since` or later used. */
  spent(workspace: string, purpose: string, since: number): Spent
}

/** A ledger in memory, for tests and for programs that run once. */
export function createMemoryLedger(): Ledger & { readonly calls: readonly ModelCall[] } {
  const calls: ModelCall[] = []
  return {
    calls,
    record(call) {
      calls.push(call)
    },
    spent(workspace, purpose, since) {
      let tokens = 0
      let cost = 0
      for (const call of calls) {
        if (call.workspace !== workspace || call.purpose !== purpose || call.at < since) continue
        tokens += call.tokensIn + call.tokensOut
        cost += call.cost
      }
      return { tokens, cost }
    },
  }
}

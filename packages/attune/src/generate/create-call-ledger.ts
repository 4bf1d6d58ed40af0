import type { Ledger, ModelCall, Spent } from '@attune/language'
import type { Clock } from '../clock.ts'
import type { StateStore } from '../store/state-store.ts'

export interface CallTotals {
  readonly purpose: string
  readonly model: string
  readonly prompt: string
  readonly promptVersion: number
  readonly calls: number
  /** Answered from the cache. */
  readonly cached: number
  /** Neither answered nor cached. */
  readonly failed: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
}

export interface CallDay {
  /** `2026-11-27`, UTC. */
  readonly day: string
  readonly calls: number
  readonly tokens: number
  readonly cost: number
}

export interface CallLedger extends Ledger {
  /** By purpose, model and prompt, what used most first. */
  totals(workspace: string, since: number): readonly CallTotals[]
  /** Days with calls, the oldest first. */
  days(workspace: string, since: number): readonly CallDay[]
  /** The newest first. */
  last(workspace: string, limit: number): readonly ModelCall[]
  /** Purposes with calls. */
  purposesSince(workspace: string, since: number): readonly string[]
}

const dayMs = 86_400_000
/** Thirteen months: this month of last year can still be compared. */
const keptMs = 400 * dayMs

interface Row extends Omit<ModelCall, 'cached' | 'promptVersion' | 'tokensIn' | 'tokensOut'> {
  readonly cached: number
  readonly prompt_version: number
  readonly tokens_in: number
  readonly tokens_out: number
}

/** What was asked of language models, in the state store: figures for 400 days. */
export function createCallLedger(state: StateStore, clock: Clock): CallLedger {
  const { raw } = state
  const insert = raw.prepare(
    `INSERT INTO language_model_calls (workspace, at, purpose, model, prompt, prompt_version, language, tokens_in, tokens_out, cost, ms, outcome, cached)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const sum = raw.prepare(
    `SELECT coalesce(sum(tokens_in + tokens_out), 0) AS tokens, coalesce(sum(cost), 0) AS cost
     FROM language_model_calls WHERE workspace = ? AND purpose = ? AND at >= ?`,
  )
  const expire = raw.prepare('DELETE FROM language_model_calls WHERE at < ?')
  const total = raw.prepare(
    `SELECT purpose, model, prompt, prompt_version AS promptVersion, count(*) AS calls, sum(cached) AS cached,
       sum(outcome <> 'ok') AS failed, sum(tokens_in) AS tokensIn, sum(tokens_out) AS tokensOut, sum(cost) AS cost
     FROM language_model_calls WHERE workspace = ? AND at >= ?
     GROUP BY purpose, model, prompt, prompt_version ORDER BY sum(tokens_in + tokens_out) DESC, purpose, model, prompt`,
  )
  const daily = raw.prepare(
    `SELECT strftime('%Y-%m-%d', at / 1000, 'unixepoch') AS day, count(*) AS calls, sum(tokens_in + tokens_out) AS tokens, sum(cost) AS cost
     FROM language_model_calls WHERE workspace = ? AND at >= ? GROUP BY day ORDER BY day`,
  )
  const newest = raw.prepare('SELECT * FROM language_model_calls WHERE workspace = ? ORDER BY at DESC, id DESC LIMIT ?')
  const used = raw.prepare('SELECT DISTINCT purpose FROM language_model_calls WHERE workspace = ? AND at >= ?')
  let tidiedAt = Number.NEGATIVE_INFINITY

  return {
    record(call) {
      const now = clock()
      if (now - tidiedAt > dayMs) {
        expire.run(now - keptMs)
        tidiedAt = now
      }
      insert.run(
        call.workspace,
        call.at,
        call.purpose,
        call.model,
        call.prompt,
        call.promptVersion,
        call.language,
        call.tokensIn,
        call.tokensOut,
        call.cost,
        Math.round(call.ms),
        call.outcome,
        call.cached ? 1 : 0,
      )
    },
    spent: (workspace, purpose, since) => ({ ...(sum.get(workspace, purpose, since) as unknown as Spent) }),
    totals: (workspace, since) => total.all(workspace, since).map((row) => ({ ...(row as unknown as CallTotals) })),
    days: (workspace, since) => daily.all(workspace, since).map((row) => ({ ...(row as unknown as CallDay) })),
    last: (workspace, limit) => newest.all(workspace, limit).map((row) => callOf(row as unknown as Row)),
    purposesSince: (workspace, since) => used.all(workspace, since).map(({ purpose }) => String(purpose)),
  }
}

function callOf(row: Row): ModelCall {
  const { workspace, at, purpose, model, prompt, language, cost, ms, outcome } = row
  return {
    at,
    workspace,
    purpose,
    model,
    prompt,
    promptVersion: row.prompt_version,
    language,
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    cost,
    ms,
    outcome,
    cached: row.cached === 1,
  }
}

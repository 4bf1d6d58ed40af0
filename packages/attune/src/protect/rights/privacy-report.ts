import { join } from 'node:path'
import type { HeldData, PrivacyReport } from '../../api/schemas/privacy.ts'
import { measureLake } from '../../store/measure-lake.ts'
import { regimeNames } from '../consent/purposes.ts'
import { bitOf } from '../consent/seen-regimes.ts'
import { type HeldSource, heldData } from './held-data.ts'
import { privacyRequests } from './privacy-requests.ts'

const holdings = [
  { what: 'events', table: 'events', time: 'ts', purpose: 'storage, analytics' },
  { what: 'interactions', table: 'interactions', time: 'ts', purpose: 'personalisation, profiling, training' },
  { what: 'decisions', table: 'decisions', time: 'ts', purpose: 'personalisation' },
  { what: 'refused events', table: 'quarantine', time: 'received_at', purpose: 'storage' },
] as const

/** What is held, of how many persons, since when and why; what goes when, and where else it lies. */
export async function privacyReport(source: HeldSource, workspace: string): Promise<PrivacyReport> {
  const { events, state, config, clock, sources } = source
  const stored = await Promise.all(
    holdings.map(async ({ what, table, time, purpose }) => {
      const [row] = await events.query<{ n: number; persons: number; oldest: number | null }>(
        `SELECT count(*) AS n, count(DISTINCT person_id) AS persons, min(${time}) AS oldest FROM ${table} WHERE workspace = $1`,
        [workspace],
      )
      const oldest = row?.oldest == null ? null : new Date(row.oldest).toISOString()
      return { what, rows: row?.n ?? 0, persons: row?.persons ?? 0, oldest, purpose, sealed: false }
    }),
  )
  const people = state.raw
    .prepare('SELECT count(*) AS n, min(created_at) AS oldest FROM people WHERE workspace = ?')
    .get(workspace) as { n: number; oldest: number | null }
  const said = state.raw
    .prepare(
      `SELECT purpose, sum(granted) AS granted, sum(1 - granted) AS denied FROM consents
       WHERE id IN (SELECT max(id) FROM consents WHERE workspace = ? GROUP BY person_id, purpose) GROUP BY purpose`,
    )
    .all(workspace) as unknown as { purpose: string; granted: number; denied: number }[]
  const { open, overdue } = privacyRequests(state).due(workspace, clock())
  const closed = state.raw
    .prepare('SELECT count(*) AS n FROM privacy_requests WHERE workspace = ? AND done_at IS NOT NULL')
    .get(workspace) as { n: number }
  const backup = state.raw
    .prepare("SELECT at FROM audit WHERE workspace = ? AND action = 'backup.created' ORDER BY id DESC LIMIT 1")
    .get(workspace) as { at: number } | undefined
  const held = await heldData(source, workspace)
  return {
    regime: config.protect.regime,
    holdings: [
      {
        what: 'identifiers and traits of people',
        rows: people.n,
        persons: people.n,
        oldest: people.oldest === null ? null : new Date(people.oldest).toISOString(),
        purpose: 'storage',
        sealed: true,
      },
      ...stored,
    ],
    consents: Object.fromEntries(said.map(({ purpose, granted, denied }) => [purpose, { granted, denied }])),
    requests: { open, overdue, done: closed.n },
    retention: retentionOf(held, config.protect.retention),
    refusedDays: config.protect.refusedDays,
    lake: await measureLake(join(config.dataDir, 'lake'), workspace),
    backups: { lastAt: backup === undefined ? null : new Date(backup.at).toISOString() },
    writtenAt: new Date(clock()).toISOString(),
    held,
    sources: sources.list(workspace).map(({ name, declaration: { title, regime } }) => ({
      name,
      title,
      regime: regime ?? null,
    })),
    regimes: Object.fromEntries(
      regimeNames.flatMap((regime): [string, number][] => {
        const n = Number(
          state.raw
            .prepare('SELECT count(*) AS n FROM person_regimes WHERE workspace = ? AND regimes & ? <> 0')
            .get(workspace, bitOf(regime))?.n,
        )
        return n === 0 ? [] : [[regime, n]]
      }),
    ),
    controller: config.protect.controller,
  }
}

/** How long events are kept, by name and source; a rule for a name that has no rows is told too. */
function retentionOf(held: readonly HeldData[], rules: Readonly<Record<string, number>>): PrivacyReport['retention'] {
  const kept = held.flatMap(({ what, name, source, count, oldest, retention }) =>
    what === 'event' && name !== null ? [{ event: name, source, days: retention.days, rows: count, oldest }] : [],
  )
  const known = new Set(kept.map(({ event }) => event))
  const idle = Object.entries(rules).filter(([event]) => event !== '*' && !known.has(event))
  return [...kept, ...idle.map(([event, days]) => ({ event, source: null, days, rows: 0, oldest: null }))]
}

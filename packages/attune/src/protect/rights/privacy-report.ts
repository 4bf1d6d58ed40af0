import { join } from 'node:path'
import type { PrivacyReport } from '../../api/schemas/privacy.ts'
import type { Attune } from '../../attune.ts'
import { measureLake } from '../../store/measure-lake.ts'
import { privacyRequests } from './privacy-requests.ts'

const holdings = [
  { what: 'events', table: 'events', time: 'ts', purpose: 'storage, analytics' },
  { what: 'interactions', table: 'interactions', time: 'ts', purpose: 'personalisation, profiling, training' },
  { what: 'decisions', table: 'decisions', time: 'ts', purpose: 'personalisation' },
  { what: 'refused events', table: 'quarantine', time: 'received_at', purpose: 'storage' },
] as const

export type PrivacyReportSource = Pick<Attune, 'events' | 'state' | 'config' | 'clock'>

/** What is held, of how many persons, since when and why; what goes when, and where else it lies. */
export async function privacyReport(source: PrivacyReportSource, workspace: string): Promise<PrivacyReport> {
  const { events, state, config, clock } = source
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
    retention: await retentionOf(source, workspace),
    refusedDays: config.protect.refusedDays,
    lake: await measureLake(join(config.dataDir, 'lake'), workspace),
    backups: { lastAt: backup === undefined ? null : new Date(backup.at).toISOString() },
  }
}

/** Names of events told at most: an installation that makes up names would fill the page. */
const namesTold = 200

/** How long events are kept, by name; a rule for a name that has no rows is told too. */
async function retentionOf(
  { events, config }: PrivacyReportSource,
  workspace: string,
): Promise<PrivacyReport['retention']> {
  const { retention } = config.protect
  const daysOf = (event: string): number | null => retention[event] ?? retention['*'] ?? null
  const rows = await events.query<{ event: string; n: number; oldest: number }>(
    `SELECT coalesce(event, type) AS event, count(*) AS n, min(ts) AS oldest FROM events WHERE workspace = $1
     GROUP BY 1 ORDER BY n DESC, 1 LIMIT ${namesTold}`,
    [workspace],
  )
  const kept = rows.map(({ event, n, oldest }) => ({
    event,
    days: daysOf(event),
    rows: n,
    oldest: new Date(oldest).toISOString(),
  }))
  const known = new Set(rows.map(({ event }) => event))
  const idle = Object.keys(retention).filter((event) => event !== '*' && !known.has(event))
  return [...kept, ...idle.map((event) => ({ event, days: daysOf(event), rows: 0, oldest: null }))]
}

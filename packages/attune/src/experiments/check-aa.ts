import { analyseMetric, incompleteBeta } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import type { StateStore } from '../store/state-store.ts'
import type { ResultsSource } from './create-experiment-results.ts'
import { metricKindOf } from './metric-columns.ts'
import { armSums } from './read-sums.ts'
import { recentTraffic } from './recent-traffic.ts'

const dayMs = 86_400_000
/** Days of traffic that are compared. */
const trafficDays = 14
/** Checks so old are forgotten. */
const keepDays = 90
/** Chance of a false alarm where nothing is tried, at 95 %. */
const expected = 0.05
/** So unlikely a number of alarms is one itself. */
const alarming = 0.01
/** Fewer people say nothing. */
const leastUnits = 200

/** How often people who were treated alike looked different. */
export interface AaCheck {
  readonly metric: string
  readonly days: number
  readonly falseAlarms: number
  /** Chance of so many alarms or more where all is right. */
  readonly p: number
  readonly alarm: boolean
  readonly lastP: number
  readonly lastDay: string
}

/**
 * Compares people of the last two weeks with their like, in halves by a salt of the day, and keeps the p values. Nothing was
 * done to anybody, so a p below .05 is a false alarm; more than one in twenty says that identities, events or metrics are
 * not what the analysis takes them for.
 *
 * @returns how many metrics were compared
 */
export async function checkAa(
  source: Omit<ResultsSource, 'experiments' | 'metrics'> & { readonly state: StateStore },
  {
    workspace,
    metrics,
    salt,
  }: { readonly workspace: string; readonly metrics: readonly Metric[]; readonly salt: string },
): Promise<number> {
  const now = Math.floor(source.clock())
  const day = new Date(now).toISOString().slice(0, 10)
  const to = now + 1
  const sums = await recentTraffic(source, { workspace, metrics, from: to - trafficDays * dayMs, to, salt })
  const totals = sums.cells.filter((cell) => cell.day === null)
  const found = metrics.flatMap((metric, at) => {
    const halves = ['a', 'b'].map((variation, arm) =>
      armSums(
        variation,
        totals.filter((cell) => cell.arm === arm),
        metric,
        at,
      ),
    )
    const units = halves.reduce((sum, half) => sum + half.units, 0)
    const [treatment] = analyseMetric(halves, { kind: metricKindOf(metric), scale: 'absolute' }).treatments
    const p = treatment?.absolute?.p ?? null
    return units < leastUnits || p === null ? [] : [{ metric: metric.id, p, units }]
  })
  const { raw } = source.state
  source.state.transaction(() => {
    const put = raw.prepare(
      `INSERT INTO aa_checks (workspace, day, metric, p, units, checked_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (workspace, day, metric) DO UPDATE SET p = excluded.p, units = excluded.units, checked_at = excluded.checked_at`,
    )
    for (const { metric, p, units } of found) put.run(workspace, day, metric, p, units, now)
    raw.prepare('DELETE FROM aa_checks WHERE workspace = ? AND checked_at < ?').run(workspace, now - keepDays * dayMs)
  })
  return found.length
}

/** What the checks of a workspace say, by metric. The bar rises with the number of metrics that are looked at. */
export function aaChecks({ raw }: StateStore, workspace: string): readonly AaCheck[] {
  const rows = raw
    .prepare(
      `SELECT metric, count(*) AS days, sum(p < ${expected}) AS alarms, max(day) AS last_day FROM aa_checks
       WHERE workspace = ? GROUP BY metric ORDER BY metric`,
    )
    .all(workspace)
  const last = raw.prepare('SELECT p FROM aa_checks WHERE workspace = ? AND metric = ? AND day = ?')
  return rows.map((row) => {
    const [metric, days, falseAlarms, lastDay] = [
      String(row.metric),
      Number(row.days),
      Number(row.alarms),
      String(row.last_day),
    ]
    const p = atLeast(falseAlarms, days, expected)
    const lastP = Number(last.get(workspace, metric, lastDay)?.p ?? 1)
    return { metric, days, falseAlarms, p, alarm: p < alarming / rows.length, lastP, lastDay }
  })
}

/** The day of the last check, `2026-03-01`; undefined where there was none. */
export function lastAaDay({ raw }: StateStore, workspace: string): string | undefined {
  const day = raw.prepare('SELECT max(day) AS day FROM aa_checks WHERE workspace = ?').get(workspace)?.day
  return day === null || day === undefined ? undefined : String(day)
}

/** Chance of k or more of n where each has the chance q: the upper tail of the binomial. */
function atLeast(k: number, n: number, q: number): number {
  return k === 0 ? 1 : incompleteBeta(q, k, n - k + 1)
}

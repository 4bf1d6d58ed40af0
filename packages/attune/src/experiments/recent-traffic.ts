import type { Metric } from '../api/schemas/metrics.ts'
import { ownSource } from '../collect/sources/sources.ts'
import { nobody } from '../decide/without-consent.ts'
import { mainCurrency } from '../report/decision-report.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import { namesOfKind, type ResultsSource } from './create-experiment-results.ts'
import type { Experiment } from './experiment.ts'
import { experimentSql } from './experiment-sql.ts'
import { type ExperimentSums, sumsOfRows } from './read-sums.ts'

export interface RecentTrafficOptions {
  readonly workspace: string
  readonly metrics: readonly Metric[]
  /** Milliseconds since the epoch; `to` is exclusive. */
  readonly from: number
  readonly to: number
  /** People are put into two halves by it. */
  readonly salt: string
}

/** An experiment in which nothing is done to anybody. */
function emptyExperiment({ from, to }: Pick<RecentTrafficOptions, 'from' | 'to'>): Experiment {
  return {
    id: 'a-a',
    title: '',
    hypothesis: '',
    kind: 'test',
    unit: 'person',
    salt: 'a-a',
    variations: [
      { id: 'a', title: '', weight: 1 },
      { id: 'b', title: '', weight: 1 },
    ],
    traffic: 1,
    layer: null,
    segments: [],
    condition: {},
    holdout: null,
    switchback: null,
    bandit: null,
    endsAt: null,
    metrics: [],
    guardrails: [],
    method: 'frequentist',
    level: 0.95,
    correction: 'none',
    cuped: true,
    smallestEffect: 0,
    plannedUnits: null,
    status: 'running',
    startedAt: from,
    stoppedAt: to,
    winner: null,
    phases: [{ from, weights: [1, 1], traffic: 1, reason: 'start' }],
    revision: 0,
    createdAt: from,
    updatedAt: from,
  }
}

/**
 * Everybody who did something in a time, as if their first event of it were an exposure, in two halves by a salt: what is
 * normal, and how much it varies where nothing is tried.
 */
export async function recentTraffic(
  source: Omit<ResultsSource, 'experiments' | 'metrics'>,
  { workspace, metrics, from, to, salt }: RecentTrafficOptions,
): Promise<ExperimentSums> {
  const parameters = sqlParameters()
  const ws = parameters.add(workspace)
  const exposures = `SELECT hash(person) AS raw, min(ts) AS ts, min(received_at) AS received,
      (hash(person || ${parameters.add(salt)}) % 2)::UTINYINT AS v
    FROM (SELECT coalesce(g.into_person_id, t.person_id) AS person, t.ts, t.received_at FROM events t
      LEFT JOIN person_merges g ON g.workspace = t.workspace AND g.from_person_id = t.person_id
      WHERE t.workspace = ${ws} AND t.ts >= ${parameters.time(from)} AND t.ts < ${parameters.time(to)}
        AND t.type IN ('track', 'page', 'screen') AND t.person_id <> ${parameters.add(nobody)}
        AND t.source <> '${ownSource}')
    GROUP BY person`
  const currency = await mainCurrency(source, workspace, { from, to, offsetMinutes: 0 })
  const sql = experimentSql(parameters, {
    workspace,
    experiment: emptyExperiment({ from, to }),
    metrics,
    to,
    namesOfKind: namesOfKind(source, workspace),
    currency,
    offsetMinutes: 0,
    pre: true,
    exposures,
  })
  return sumsOfRows(await source.events.query(sql, parameters.values), metrics)
}

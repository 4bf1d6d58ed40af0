import type { Metric } from '../api/schemas/metrics.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import type { Experiment } from './experiment.ts'
import { didSomethingSql, type ExposuresOptions, exposuresSql, namesSql, rawUnitSql } from './exposures-sql.ts'
import { type MetricColumns, metricColumns, preDaysOf, selectionsOf } from './metric-columns.ts'
import { type EventNumbers, eventNumberSql, eventNumbers } from './selection-sql.ts'

const dayMs = 86_400_000

/** Places of units that are in no arm. */
export const inNoArm = { unknownVariation: -1, mixed: -2 } as const

/** How far from the quantile its density is looked for; which one is used depends on the units of the arm. */
export const quantileSteps = [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const

/** Where a quantile and its neighbours are looked up. */
const quantilePlaces = (quantile: number): readonly number[] => [
  quantile,
  ...quantileSteps.flatMap((step) => [Math.max(0, quantile - step), Math.min(1, quantile + step)]),
]

export interface ExperimentSqlOptions extends ExposuresOptions {
  readonly metrics: readonly Metric[]
  /** Names that events of a kind were sent under. */
  readonly namesOfKind: (kind: string) => readonly string[]
  /** The one currency that counts as money. */
  readonly currency: string | null
  /** Minutes that the days of the answer are ahead of UTC. */
  readonly offsetMinutes: number
  readonly pre: boolean
  /** Ids of units, raw, by the name of a stratum; who is in none is `''`. Undefined: everybody is. */
  readonly strata?: readonly { readonly name: string; readonly members: readonly string[] }[] | undefined
  /** Instead of those that were logged (A/A): rows `(raw, ts, received, v)`. */
  readonly exposures?: string | undefined
}

/**
 * One row an arm, phase, stratum and day of the first exposure, and where a metric is a quantile, which does not add up, one
 * for all days together (`day` is null): `n` units and, for metric m, the sums `m_y`, `m_yy`, …; all of it in one pass over the events.
 *
 * The first exposure counts. Units that saw two variations are in the arm `inNoArm.mixed`, unless weights move (a bandit) or
 * were changed in between, or they saw them under two ids (before and after they signed in), where they stay with what they
 * saw first. What a unit did before its exposure is no effect of it. `early` counts units
 * with something that happened before their exposure and came in after it: clocks that go back.
 */
export function experimentSql(parameters: SqlParameters, options: ExperimentSqlOptions): string {
  const { workspace, experiment, metrics, to } = options
  const selections = metrics.map(selectionsOf)
  const numbers = eventNumbers(
    selections.flatMap((one) => one ?? []),
    options.namesOfKind,
  )
  let bound: string | undefined
  const currency = (): string => {
    bound ??= parameters.add(options.currency)
    return bound
  }
  const columns = metrics.map((metric) => metricColumns(parameters, metric, { numbers, currency, pre: options.pre }))
  const any = selections.some((one) => one === undefined)
  const longest = Math.max(0, ...metrics.map((metric) => (options.pre ? preDaysOf(metric) : 0)))
  const offset = Math.trunc(options.offsetMinutes)
  const phase = phaseSql(experiment)
  const stratum = stratumSql(parameters, options)
  const all = 'phase, stratum, arm'
  const quantiles = metrics.some(({ kind }) => kind === 'quantile')
  return `WITH exposures AS (${options.exposures ?? exposuresSql(parameters, { workspace, experiment, to })}),
  ${unitsSql(parameters, options)},
  facts AS (
    SELECT e.id, ${columns.flatMap((column, at) => columnsOf(column).map(([name, sql]) => `${sql} AS m${at}_${name}`)).join(', ')},
      bool_or(e.dt < 0 AND e.dt >= ${-dayMs} AND e.received > e.seen) AS early
    FROM (
      SELECT m.id, m.received AS seen, r.k, r.properties, r.value, r.currency, r.received, epoch_ms(r.ts) - m.since AS dt
      FROM (${rowsSql(parameters, options, numbers, any, longest)}) r JOIN members m ON m.raw = r.raw
    ) e GROUP BY e.id
  ),
  measured AS MATERIALIZED (
    SELECT u.arm, ${phase} AS phase, ${stratum} AS stratum,
      floor((u.since + ${offset * 60_000}) / ${dayMs})::INTEGER AS day, coalesce(f.early, false) AS early,
      ${columns.flatMap((column, at) => columnsOf(column).map(([name]) => `coalesce(f.m${at}_${name}, 0)::DOUBLE AS m${at}_${name}`)).join(', ')}
    FROM units u LEFT JOIN facts f ON f.id = u.id
  ),
  caps AS (SELECT ${metrics.map((metric, at) => capSql(metric, at)).join(', ')} FROM measured WHERE arm >= 0),
  capped AS (
    SELECT arm, phase, stratum, day, early,
      ${columns.flatMap((column, at) => columnsOf(column).map(([name]) => cappedSql(metrics[at] as Metric, at, name))).join(', ')}
    FROM measured, caps
  )
  SELECT ${all}, day, count(*)::DOUBLE AS n, count(*) FILTER (early)::DOUBLE AS early,
    ${columns.flatMap((column, at) => sumsSql(column, metrics[at] as Metric, at)).join(',\n    ')}
  FROM capped GROUP BY ${quantiles ? `GROUPING SETS ((${all}), (${all}, day))` : `${all}, day`}`
}

const columnsOf = ({ y, d, x, c }: MetricColumns): readonly (readonly [string, string])[] =>
  (
    [
      ['y', y],
      ['d', d],
      ['x', x],
      ['c', c],
    ] as const
  ).flatMap(([name, sql]) => (sql === undefined ? [] : [[name, sql]]))

/** `units(id, since, received, arm)` and `members(raw, id)`: under which numbers a unit did things. */
function unitsSql(parameters: SqlParameters, { workspace, experiment }: ExperimentSqlOptions): string {
  const ws = parameters.add(workspace)
  const whole = `SELECT raw AS id, min(ts) AS since, min(received) AS received, min(v) AS least, max(v) AS most${
    experiment.bandit ? ', arg_min(v, ts) AS first' : ''
  } FROM exposures WHERE raw IS NOT NULL GROUP BY raw`
  const times = experiment.bandit ? [] : reweighted(experiment)
  const during = times.map((from) => `(epoch_ms(ts) >= ${Math.round(from)})::INTEGER`).join(' + ')
  const byWeights = `SELECT raw AS id, min(since) AS since, min(received) AS received, arg_min(least, during) AS least, arg_min(most, during) AS most
    FROM (SELECT raw, ${during} AS during, min(ts) AS since, min(received) AS received, min(v) AS least, max(v) AS most
      FROM exposures WHERE raw IS NOT NULL GROUP BY ALL) GROUP BY raw`
  const first = times.length === 0 ? whole : byWeights
  const own = experiment.bandit ? 'first' : 'least'
  const merged = `SELECT coalesce(g.into_raw, s.id) AS id, min(since) AS since, min(received) AS received, bool_or(least <> most) AS mixed, arg_min(${own}, since) AS first
    FROM seen s LEFT JOIN merges g ON g.from_raw = s.id GROUP BY 1`
  const single = `SELECT id, since, received, least <> most AS mixed, ${own} AS first FROM seen`
  const arm = experiment.bandit
    ? `coalesce(first::INTEGER, ${inNoArm.unknownVariation})`
    : `CASE WHEN first IS NULL THEN ${inNoArm.unknownVariation} WHEN mixed THEN ${inNoArm.mixed} ELSE first::INTEGER END`
  const isPerson = experiment.unit === 'person'
  return `merges AS (
    SELECT hash(from_person_id) AS from_raw, hash(into_person_id) AS into_raw FROM person_merges
    WHERE workspace = ${ws} AND ${isPerson}
  ),
  seen AS (${first}),
  units AS MATERIALIZED (
    SELECT id, epoch_ms(since) AS since, received, ${arm} AS arm FROM (${isPerson ? merged : single})
  ),
  members AS (
    SELECT id AS raw, id, since, received FROM units
    UNION ALL SELECT g.from_raw, u.id, u.since, u.received FROM merges g JOIN units u ON u.id = g.into_raw
  )`
}

/**
 * When the weights of the variations became other ones. Some people get another variation then, and come back to it or not:
 * to leave out those who came back would be to choose, so a unit stands where it was while the weights were those of its
 * first exposure.
 */
const reweighted = ({ phases }: Experiment): readonly number[] =>
  phases.flatMap(({ from, weights }, at) => {
    const before = phases[at - 1]
    return before === undefined || String(before.weights) === String(weights) ? [] : [from]
  })

/** The events that count, with numbers for names. */
function rowsSql(
  parameters: SqlParameters,
  { workspace, experiment, to }: ExperimentSqlOptions,
  numbers: EventNumbers,
  any: boolean,
  preDays: number,
): string {
  const raw = rawUnitSql(parameters, experiment)
  const { names } = numbers
  const wanted = any
    ? didSomethingSql(parameters)
    : names.length === 0
      ? 'false'
      : `t.type = 'track' AND t.event IN (${namesSql(parameters, names)})`
  return `SELECT ${raw} AS raw, ${eventNumberSql(parameters, numbers)} AS k, t.properties, t.value, t.currency, t.received_at AS received, t.ts
    FROM events t
    WHERE t.workspace = ${parameters.add(workspace)} AND t.ts >= ${parameters.time((experiment.startedAt ?? 0) - Math.max(1, preDays) * dayMs)}
      AND t.ts < ${parameters.time(to)} AND ${wanted}`
}

/** The place of the phase in which a unit was first exposed. */
function phaseSql({ phases }: Experiment): string {
  const later = phases.slice(1).map(({ from }) => `(u.since >= ${Math.round(from)})::INTEGER`)
  return later.length === 0 ? '0' : later.join(' + ')
}

function stratumSql(parameters: SqlParameters, { strata }: ExperimentSqlOptions): string {
  if (strata === undefined) return `''`
  const cases = strata.map(({ name, members }) => {
    const list = parameters.add(JSON.stringify(members))
    return `WHEN u.id IN (SELECT hash(unnest(from_json(${list}, '["VARCHAR"]')))) THEN ${parameters.add(name)}`
  })
  return `CASE ${cases.join(' ')} ELSE '' END`
}

const isCapped = ({ kind, cap }: Metric): boolean =>
  cap !== null && (kind === 'mean' || kind === 'revenue' || kind === 'ratio')

/** The most that a unit counts with: a percentile of those units that have anything. */
export const capSql = (metric: Metric, at: number): string =>
  `${isCapped(metric) ? `coalesce(quantile_cont(m${at}_y, ${metric.cap}) FILTER (m${at}_y > 0), 0)` : 'any_value(NULL::DOUBLE)'} AS cap${at}`

const cappedSql = (metric: Metric, at: number, name: string): string =>
  isCapped(metric) && (name === 'y' || name === 'x')
    ? `least(m${at}_${name}, cap${at}) AS m${at}_${name}`
    : `m${at}_${name}`

/** Names of the sums of a metric and what they are products of. */
const sumNames = (has: { readonly d: boolean; readonly x: boolean; readonly c: boolean }): readonly string[] => [
  ...['y', 'yy'],
  ...(has.d ? ['d', 'dd', 'yd'] : []),
  ...(has.x ? ['x', 'xx', 'xy'] : []),
  ...(has.x && has.d ? ['xd'] : []),
  ...(has.c ? ['c', 'cc', 'xc', 'cy', 'cd'] : []),
]

function sumsSql({ d, x, c, kind }: MetricColumns, metric: Metric, at: number): readonly string[] {
  const of = (letter: string): string => `m${at}_${letter}`
  const sums = sumNames({ d: d !== undefined, x: x !== undefined, c: c !== undefined }).map(
    (name) => `sum(${[...name].map(of).join(' * ')}) AS s${at}_${name}`,
  )
  if (kind !== 'quantile' || metric.kind !== 'quantile') return sums
  return [...sums, `quantile_cont(${of('y')}, [${quantilePlaces(metric.quantile).join(', ')}]) AS q${at}`]
}

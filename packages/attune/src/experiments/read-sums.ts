import { type ArmSums, normalQuantile, type PreSums, type QuantileEstimate } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { EventStore } from '../store/event-store-types.ts'
import { type ExperimentSqlOptions, experimentSql, inNoArm, quantileSteps } from './experiment-sql.ts'

/** What one arm did in one phase and stratum, on one day or altogether. */
export interface ArmCell {
  readonly phase: number
  readonly stratum: string
  /** Place of the variation. */
  readonly arm: number
  /** Days since the epoch, of the first exposure; null: all of them. */
  readonly day: number | null
  readonly units: number
  /** One a metric. */
  readonly sums: readonly MetricSums[]
}

/** Sums of a metric by name (`y`, `yy`, `yd`, …), and the quantiles of its places where it is one. */
export interface MetricSums {
  readonly of: Readonly<Record<string, number>>
  readonly quantiles: readonly number[] | undefined
}

/** Everything that an analysis takes from the store. */
export interface ExperimentSums {
  readonly cells: readonly ArmCell[]
  /** Units that saw two variations, by phase. */
  readonly mixed: readonly number[]
  /** Units that saw only variations that the experiment does not have. */
  readonly unknownVariation: number
  /** Units in an arm with something that happened before their exposure and came in after it. */
  readonly early: number
}

type Row = Record<string, number | string | readonly number[] | null>

/** Reads the sums of an experiment in one query. */
export async function readSums(
  { query }: Pick<EventStore, 'query'>,
  options: ExperimentSqlOptions,
): Promise<ExperimentSums> {
  const parameters = sqlParameters()
  return sumsOfRows(await query<Row>(experimentSql(parameters, options), parameters.values), options.metrics)
}

/** Rows of `experimentSql` as sums. */
export function sumsOfRows(rows: readonly Row[], metrics: readonly Metric[]): ExperimentSums {
  const mixed: number[] = []
  const cells: ArmCell[] = []
  let [unknownVariation, early] = [0, 0]
  for (const row of rows) {
    const [arm, phase, units, isDay] = [Number(row.arm), Number(row.phase), Number(row.n), row.day !== null]
    if (arm >= 0) {
      const sums = metrics.map((_, at) => sumsOf(row, at))
      cells.push({ phase, stratum: String(row.stratum), arm, day: row.day as number | null, units, sums })
      if (isDay) early += Number(row.early)
    } else if (isDay && arm === inNoArm.mixed) mixed[phase] = (mixed[phase] ?? 0) + units
    else if (isDay) unknownVariation += units
  }
  const totals = cells.some(({ day }) => day === null) ? [] : withoutDays(cells)
  return {
    cells: [...cells, ...totals],
    mixed: Array.from(mixed, (count) => count ?? 0),
    unknownVariation,
    early,
  }
}

/** Cells of all days together, where nothing but sums is in them. */
function withoutDays(cells: readonly ArmCell[]): readonly ArmCell[] {
  const groups = Map.groupBy(cells, ({ phase, stratum, arm }) => JSON.stringify([phase, stratum, arm]))
  return [...groups.values()].map((days): ArmCell => {
    const [first] = days as [ArmCell, ...ArmCell[]]
    const sums = first.sums.map(({ of }, at): MetricSums => {
      const total = (name: string): number => days.reduce((sum, cell) => sum + (cell.sums[at]?.of[name] ?? 0), 0)
      return { of: Object.fromEntries(Object.keys(of).map((name) => [name, total(name)])), quantiles: undefined }
    })
    return { ...first, day: null, units: days.reduce((sum, { units }) => sum + units, 0), sums }
  })
}

function sumsOf(row: Row, at: number): MetricSums {
  const start = `s${at}_`
  const of: Record<string, number> = {}
  for (const [name, value] of Object.entries(row))
    if (name.startsWith(start)) of[name.slice(start.length)] = Number(value)
  const quantiles = row[`q${at}`]
  return { of, quantiles: Array.isArray(quantiles) ? quantiles.map(Number) : undefined }
}

/** Cells of one arm as one: their sums added up. Quantiles do not add up: they are those of the only cell, or none. */
export function armSums(variation: string, cells: readonly ArmCell[], metric: Metric, at: number): ArmSums {
  const total = (name: string): number => cells.reduce((sum, { sums }) => sum + (sums[at]?.of[name] ?? 0), 0)
  const has = (name: string): boolean => cells.some(({ sums }) => sums[at]?.of[name] !== undefined)
  const units = cells.reduce((sum, cell) => sum + cell.units, 0)
  const pre: PreSums | undefined = has('x')
    ? {
        sum: total('x'),
        sumSquares: total('xx'),
        postSum: total('xy'),
        ...(has('xd') ? { postDenominatorSum: total('xd') } : {}),
        ...(has('c')
          ? {
              denominatorSum: total('c'),
              denominatorSumSquares: total('cc'),
              crossSum: total('xc'),
              denominatorPostSum: total('cy'),
              denominatorPostDenominatorSum: total('cd'),
            }
          : {}),
      }
    : undefined
  return {
    variation,
    units,
    sum: total('y'),
    sumSquares: total('yy'),
    ...(has('d') ? { denominatorSum: total('d'), denominatorSumSquares: total('dd'), crossSum: total('yd') } : {}),
    // Nobody did anything before: there is nothing to adjust by.
    ...(pre && pre.sumSquares > 0 ? { pre } : {}),
    ...(metric.kind === 'quantile' && cells.length === 1
      ? { quantile: quantileOf(cells[0]?.sums[at]?.quantiles ?? [], metric.quantile, units) }
      : {}),
  }
}

/**
 * A quantile with its variance q (1 − q) / (n f²); the density f is the slope between the two quantiles that lie nearest to
 * where the interval's ends do (Price & Bonett 2001), so that no values have to leave the store.
 */
function quantileOf(places: readonly number[], q: number, units: number): QuantileEstimate | undefined {
  const value = places[0]
  if (value === undefined || !Number.isFinite(value) || units < 2) return undefined
  const wanted = normalQuantile(0.975) * Math.sqrt((q * (1 - q)) / units)
  const nearest = quantileSteps.reduce((best, step, at) => {
    const apart = (of: number) => Math.abs(Math.log((quantileSteps[of] ?? step) / wanted))
    return apart(at) < apart(best) ? at : best
  }, 0)
  const step = quantileSteps[nearest] ?? 0.05
  const [low, high] = [places[1 + 2 * nearest] ?? value, places[2 + 2 * nearest] ?? value]
  const width = Math.min(1, q + step) - Math.max(0, q - step)
  return { value, variance: (q * (1 - q) * ((high - low) / width) ** 2) / units }
}

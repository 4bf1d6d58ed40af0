import { type ArmSums, analyseMetric, type MetricKind, sampleRatioMismatch } from '@attune/measure'
import type { Placement } from '../api/schemas/decide.ts'
import type { Effect, EffectReport } from '../api/schemas/report.ts'
import type { Attune } from '../attune.ts'
import { type Comparison, type EffectMeasure, type EffectSums, effectSql, firstAnswersSql } from './effect-sql.ts'
import { sqlParameters } from './sql-parameters.ts'
import type { TimeRange } from './time-range.ts'

export interface EffectReportsOptions {
  readonly workspace: string
  readonly placements: readonly Placement[]
  readonly range: TimeRange
  readonly currency: string | null
  /** The arm to compare with the control; default: the other arm with the largest weight. */
  readonly treatment?: string | undefined
  /** Default: what the placement says. */
  readonly control?: string | undefined
  /**
   * Leave out the time before the treatment's own model answered for the first time: until then both arms were given
   * the same stand-in.
   */
  readonly sinceFirstAnswer?: boolean
}

/** The two arms of a placement to compare, or undefined where it has no control or no other arm. */
export function armsOf(
  placement: Placement,
  wanted: { readonly treatment?: string | undefined; readonly control?: string | undefined } = {},
): { readonly treatment: string; readonly control: string } | undefined {
  const control = wanted.control ?? placement.control
  const others = placement.split.filter((arm) => arm.variation !== control)
  const largest = others.reduce<(typeof others)[number] | undefined>(
    (best, arm) => (best === undefined || arm.weight > best.weight ? arm : best),
    undefined,
  )
  const treatment = wanted.treatment ?? largest?.variation
  return control === null || treatment === undefined || treatment === control ? undefined : { treatment, control }
}

/**
 * The effect of a placement's treatment against its control, for each of the placements that have both. Persons are the
 * unit; clicks per exposure by the delta method, means per person by Welch's test; both relative to the control.
 *
 * @returns by placement id
 */
export async function effectReports(
  { events }: Pick<Attune, 'events'>,
  options: EffectReportsOptions,
): Promise<ReadonlyMap<string, EffectReport>> {
  const { workspace, placements, range, currency } = options
  const answered = options.sinceFirstAnswer === true ? await firstAnswers(events, workspace, range) : undefined
  const comparisons = placements.flatMap((placement): (Comparison & { readonly split: Placement['split'] })[] => {
    const arms = armsOf(placement, options)
    if (arms === undefined) return []
    const since = answered?.get(JSON.stringify([placement.id, arms.treatment])) ?? range.from
    return [{ placement: placement.id, ...arms, from: Math.max(range.from, since), split: placement.split }]
  })
  if (comparisons.length === 0) return new Map()
  const parameters = sqlParameters()
  const rows = await events.query<EffectSums>(
    effectSql(parameters, { workspace, comparisons, to: range.to, currency }),
    parameters.values,
  )
  return new Map(
    comparisons.map((comparison) => {
      const sums = (arm: string) =>
        rows.find((row) => row.placement === comparison.placement && row.arm === arm) ?? nobody(comparison, arm)
      const report = reportOf(comparison, sums(comparison.treatment), sums(comparison.control))
      return [comparison.placement, report]
    }),
  )
}

async function firstAnswers(
  events: Attune['events'],
  workspace: string,
  { from, to }: TimeRange,
): Promise<ReadonlyMap<string, number>> {
  const parameters = sqlParameters()
  const rows = await events.query<{ placement: string; variation: string; at: number }>(
    firstAnswersSql(parameters, workspace, from, to),
    parameters.values,
  )
  return new Map(rows.map(({ placement, variation, at }) => [JSON.stringify([placement, variation]), at]))
}

function nobody({ placement }: Comparison, arm: string): EffectSums {
  const measures = { clicks: 0, exposures: 0, orders: 0, revenue: 0 }
  const squares = { clicks_squares: 0, exposures_squares: 0, orders_squares: 0, revenue_squares: 0 }
  const seen = { seen_clicks: 0, seen_clicks_squares: 0, seen_clicks_exposures: 0 }
  return { placement, arm, n: 0, ...measures, ...squares, ...seen }
}

function reportOf(
  { placement, split, treatment, control }: Comparison & { readonly split: Placement['split'] },
  treated: EffectSums,
  untreated: EffectSums,
): EffectReport {
  const weight = (variation: string) => split.find((arm) => arm.variation === variation)?.weight
  const weights = [weight(treatment), weight(control)]
  return {
    placement,
    treatment,
    control,
    persons: { treatment: treated.n, control: untreated.n },
    // An arm that was taken out of the split has no share that was asked for.
    sampleRatioP: weights.every((w) => w !== undefined)
      ? sampleRatioMismatch([treated.n, untreated.n], weights as number[]).p
      : 1,
    effects: treated.n >= 2 && untreated.n >= 2 ? effectsOf(treated, untreated) : [],
  }
}

/** By the engine of experiments, with one planned look. */
function effectsOf(treated: EffectSums, untreated: EffectSums): Effect[] {
  const compared = (
    metric: Effect['metric'],
    kind: MetricKind,
    sums: (of: EffectSums) => Omit<ArmSums, 'variation'>,
  ): Effect[] => {
    const arms = [
      { ...sums(untreated), variation: 'control' },
      { ...sums(treated), variation: 'treatment' },
    ]
    const { control, treatments } = analyseMetric(arms, { kind })
    const [treatment] = treatments
    return effectOf(metric, treatment?.value ?? null, control.value, treatment?.relative ?? null)
  }
  const perPerson = (metric: Effect['metric'], measure: EffectMeasure): Effect[] =>
    compared(metric, 'mean', (of) => ({
      units: of.n,
      sum: of[measure],
      sumSquares: of[`${measure}_squares`],
    }))
  return [
    ...compared('ctr', 'ratio', (of) => ({
      units: of.n,
      sum: of.seen_clicks,
      sumSquares: of.seen_clicks_squares,
      denominatorSum: of.exposures,
      denominatorSumSquares: of.exposures_squares,
      crossSum: of.seen_clicks_exposures,
    })),
    ...perPerson('clicksPerPerson', 'clicks'),
    ...perPerson('ordersPerPerson', 'orders'),
    ...perPerson('revenuePerPerson', 'revenue'),
  ]
}

/** Empty where the control has none of it: a change relative to nothing has no size. */
function effectOf(
  metric: Effect['metric'],
  treatment: number | null,
  control: number | null,
  lift: { readonly value: number; readonly low: number | null; readonly high: number | null } | null,
): Effect[] {
  if (treatment === null || control === null || lift === null) return []
  // Where nobody differs from anybody there is nothing to be unsure of.
  const { value } = lift
  const [low, high] = [lift.low ?? value, lift.high ?? value]
  const verdict = low > 0 ? 'better' : high < 0 ? 'worse' : 'undecided'
  return [{ metric, treatment, control, lift: { value, low, high }, verdict }]
}

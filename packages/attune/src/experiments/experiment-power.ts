import { analyseMetric, baselineOf, requiredUnits } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { attuneError } from '../errors.ts'
import type { ResultsSource } from './create-experiment-results.ts'
import { metricKindOf } from './metric-columns.ts'
import { armSums } from './read-sums.ts'
import { recentTraffic } from './recent-traffic.ts'

const dayMs = 86_400_000

export interface PowerQuery {
  readonly metric: Metric
  /** Smallest relative effect worth finding. */
  readonly effect: number
  readonly arms: number
  /** Share of people who take part. */
  readonly traffic: number
  readonly power: number
  readonly level: number
  /** `sequential` may be looked at every day, and takes more people. */
  readonly method: 'frequentist' | 'sequential'
  /** Days of recent traffic to go by. */
  readonly days: number
}

export interface PowerAnswer {
  /** Of recent people. */
  readonly baseline: number
  readonly peopleSeen: number
  /** Share of the variance that CUPED takes away. */
  readonly varianceReduction: number
  readonly unitsPerArm: number
  readonly units: number
  /** At the rate of recent people; null where that is more than ten years. */
  readonly days: number | null
}

/**
 * How many people, and days, it takes to find an effect, from what people did lately.
 *
 * @throws AttuneError `too-little-traffic`
 */
export async function experimentPower(
  source: Omit<ResultsSource, 'experiments' | 'metrics'>,
  workspace: string,
  query: PowerQuery,
): Promise<PowerAnswer> {
  const { metric, effect, arms, traffic, power, level, method, days } = query
  const to = Math.floor(source.clock()) + 1
  const sums = await recentTraffic(source, { workspace, metrics: [metric], from: to - days * dayMs, to, salt: 'power' })
  const halves = ['a', 'b'].map((variation, at) =>
    armSums(
      variation,
      sums.cells.filter((cell) => cell.day === null && cell.arm === at),
      metric,
      0,
    ),
  )
  const { control, treatments } = analyseMetric(halves, { kind: metricKindOf(metric) })
  const treatment = treatments[0]
  const peopleSeen = control.units + (treatment?.units ?? 0)
  const value = control.value
  const [half] = halves
  const baseline = half && baselineOf(half, metricKindOf(metric))
  if (value === null || value === 0 || baseline === undefined)
    throw attuneError(
      'too-little-traffic',
      'In that time too few people did what the metric counts to say how much it varies. Take more days, or another metric.',
      { status: 409, details: { field: 'metric', people: peopleSeen } },
    )
  const varianceReduction = Math.max(0, treatment?.varianceReduction ?? 0)
  const { total: units, arms: each } = requiredUnits(
    {
      baseline,
      weights: Array.from({ length: arms }, () => 1),
      level,
      power,
      method,
      correlation: Math.sqrt(varianceReduction),
    },
    effect,
  )
  const unitsPerArm = each[0] ?? units
  const needed = Math.ceil(units / ((peopleSeen / days) * traffic))
  return {
    baseline: value,
    peopleSeen,
    varianceReduction,
    unitsPerArm,
    units,
    days: needed > 3650 ? null : needed,
  }
}

/** The answer as a sentence in both languages. */
export function powerWords(
  answer: PowerAnswer,
  { effect, power }: PowerQuery,
): { readonly en: string; readonly zh: string } {
  const { units, unitsPerArm, days } = answer
  const [share, chance] = [`${Number((effect * 100).toPrecision(3))} %`, `${Math.round(power * 100)} %`]
  const count = (of: number): string => of.toLocaleString('en')
  const time =
    days === null
      ? {
          en: 'At the rate of the last weeks that takes more than ten years: look for a larger effect, or another metric.',
          zh: '按最近的流量需要十年以上：请改找更大的效果，或换一个指标。',
        }
      : {
          en: `At the rate of the last weeks that takes about ${days} ${days === 1 ? 'day' : 'days'}; take whole weeks.`,
          zh: `按最近的流量大约需要 ${days} 天；请取整周。`,
        }
  return {
    en: `To find an effect of ±${share} with a chance of ${chance} it takes ${count(unitsPerArm)} people a variation, ${count(units)} in all. ${time.en}`,
    zh: `要以 ${chance} 的把握发现 ±${share} 的效果，每个版本需要 ${count(unitsPerArm)} 人，共 ${count(units)} 人。${time.zh}`,
  }
}

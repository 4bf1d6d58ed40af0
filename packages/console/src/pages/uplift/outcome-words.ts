import type { Metric, UpliftSummary } from 'attune/api-types'
import type { Format } from '../../format/create-format.ts'
import type { Language, Text } from '../../texts/text.ts'
import { upliftTexts as x } from '../../texts/uplift-texts.ts'
import { metricTitle } from '../experiments/metric-title.ts'

/** What counts as outcome, in words. */
export function outcomeName(
  { outcome, metric }: Pick<UpliftSummary, 'outcome' | 'metric'>,
  metrics: readonly Metric[],
  language: Language,
): Text {
  if (outcome !== 'metric') return x[outcome]
  const known = metrics.find(({ id }) => id === metric)
  return x.metricNamed(known ? metricTitle(known, language) : (metric ?? ''))
}

/** Outcomes won, for a thousand people: money of revenue, else a number. */
export function perThousand(f: Format, { outcome, currency }: Pick<UpliftSummary, 'outcome' | 'currency'>) {
  const isMoney = outcome === 'revenue'
  return {
    value: (of: number): string => (isMoney ? f.money(1000 * of, currency) : f.signedDecimal(1000 * of, 1)),
    range: (low: number, high: number): string =>
      isMoney ? f.moneyRange(1000 * low, 1000 * high, currency) : f.signedRange(1000 * low, 1000 * high, 1),
    tick: (of: number): string => (isMoney ? f.money(1000 * of, currency) : f.count(Math.round(1000 * of))),
  }
}

import { type ArmSums, analyseMetric, quantileOfClusters, quantileOfValues } from '@attune/measure'
import { z } from 'zod'
import { armsOf, comparisonShape, optionsOf, type Row, requireSums } from './comparison-input.ts'
import { withSentences } from './comparison-result.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject({ ...comparisonShape, quantile: z.number().gt(0).lt(1).default(0.5).describe('Of rows') })
  .superRefine((given, issues) => requireSums({ ...given, kind: 'quantile' }, issues))

/** Rows of one arm: with `unit`s, the observations of a unit hang together. */
function armOfRows(variation: string, rows: readonly Row[], p: number, level: number): ArmSums {
  const clustered = rows.every(({ unit }) => unit !== undefined)
  const units = clustered
    ? [...Map.groupBy(rows, ({ unit }) => unit).values()].map((own) => Float64Array.from(own, ({ value }) => value))
    : []
  // One unit alone has no share that varies between units.
  const several = clustered && units.length > 1
  const values = () => Float64Array.from(rows, ({ value }) => value)
  return {
    variation,
    units: clustered ? units.length : rows.length,
    sum: 0,
    sumSquares: 0,
    quantile: several ? quantileOfClusters(units, p, level) : quantileOfValues(values(), p, level),
  }
}

/** `attune stats quantile` */
export const quantile: StatsAnalysis = {
  name: 'quantile',
  summary: {
    en: 'Whether a quantile differs, such as the 90 % quantile of loading times; with several observations a unit too.',
    'zh-CN': '比较分位数，例如加载时间的 90% 分位数；同一对象有多条观测时也适用。',
  },
  input,
  example: {
    quantile: 0.5,
    rows: [
      ...[1.2, 0.8, 1.9, 2.4, 1.1, 1.6, 0.7, 3.1].map((value) => ({ variation: 'control', value })),
      ...[0.9, 0.7, 1.4, 1.8, 0.8, 1.2, 0.6, 2.2].map((value) => ({ variation: 'treatment', value })),
    ],
  },
  run(given) {
    const options = given as z.infer<typeof input>
    const { rows, level, quantile: p } = options
    const arms =
      rows === undefined
        ? armsOf(options, 'quantile')
        : [...Map.groupBy(rows, ({ variation }) => variation)].map(([name, own]) => armOfRows(name, own, p, level))
    return withSentences(analyseMetric(arms, optionsOf(options, 'quantile')))
  },
}

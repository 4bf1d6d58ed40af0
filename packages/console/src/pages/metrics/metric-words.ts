import type { Metric, Selection, UnitMeasure } from 'attune/api-types'
import type { Format } from '../../format/create-format.ts'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import type { Text } from '../../texts/text.ts'

interface Words {
  readonly t: (text: Text) => string
  readonly f: Format
}

const selected = ({ events, kinds, where }: Selection, { t, f }: Words): string => {
  const names = f.list([...kinds, ...events])
  return where.length === 0 ? names : t(x.whereWords(names, f.count(where.length)))
}

const measured = ({ of, value, property }: UnitMeasure, words: Words): string =>
  words.t(x.measureWords[value](selected(of, words), property ?? words.t(x.money)))

/** What a metric counts, in one line. */
export function metricWords(metric: Metric, words: Words): string {
  const { t, f } = words
  switch (metric.kind) {
    case 'proportion':
      return t(x.did(selected(metric.of, words)))
    case 'mean':
      return measured(metric.measure, words)
    case 'ratio':
      return t(x.ratioWords(measured(metric.numerator, words), measured(metric.denominator, words)))
    case 'quantile':
      return t(x.quantileWords(`${Number((metric.quantile * 100).toPrecision(6))}%`, measured(metric.measure, words)))
    case 'funnel':
      return metric.steps.map((step) => selected(step, words)).join(' → ')
    case 'retention':
      return [
        t(x.retentionWords(f.count(metric.fromDay), f.count(metric.toDay))),
        ...(metric.of ? [selected(metric.of, words)] : []),
      ].join(': ')
    case 'revenue':
      return t(x.revenueWords)
  }
}

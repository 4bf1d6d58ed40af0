import { LineChart } from '../../charts/line-chart.tsx'
import { Card } from '../../components/card.tsx'
import { Select } from '../../components/select.tsx'
import { variationName } from '../../format/variation-name.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { effectFormat } from './effect-format.ts'
import { type EffectsCardProps, whole } from './effects-card.tsx'
import { metricTitle } from './metric-title.ts'

/** One is about us; several are equal: the palette, five, then grey. */
const colourOf = (at: number, of: number): string =>
  of === 1 ? 'var(--accent)' : at < 5 ? `var(--cat-${at + 1})` : 'var(--neutral-mark)'

/** The interval of one metric as it stood at the end of each day. */
export function EffectDaysCard({ results, route }: EffectsCardProps) {
  const locale = useLocale()
  const { t, f, language } = locale
  const chosen = results.metrics.find(({ metric }) => metric === route.query.get('metric')) ?? results.metrics[0]
  if (chosen === undefined) return null
  const { analysis, days } = chosen
  const title = metricTitle({ id: chosen.metric, title: chosen.title }, language)
  const format = effectFormat(locale, analysis.treatments[0]?.scale ?? 'relative', analysis.kind)
  const labels = days.map(({ day }) => f.day(Date.parse(day)))
  const series = analysis.treatments.map(({ variation }, at) => {
    const own = days.map(({ treatments }) => whole(treatments.find((one) => one.variation === variation) ?? null))
    return {
      key: variation,
      name: variationName(variation, language),
      color: colourOf(at, analysis.treatments.length),
      ink: 'var(--ink)',
      values: own.map((estimate) => estimate?.value ?? null),
      low: own.map((estimate) => estimate?.low ?? null),
      high: own.map((estimate) => estimate?.high ?? null),
    }
  })
  return (
    <Card title={t(x.overTime)} sub={t(x.overTimeSub)}>
      {results.metrics.length > 1 ? (
        <Select
          label={t(x.metric)}
          value={chosen.metric}
          options={[...new Map(results.metrics.map((one) => [one.metric, one])).values()].map((one) => ({
            value: one.metric,
            text: metricTitle({ id: one.metric, title: one.title }, language),
          }))}
          onValue={(metric) => replaceQuery(route, { metric })}
        />
      ) : null}
      {days.length === 0 ? (
        <p className="soft mt3">{t(x.noDays)}</p>
      ) : (
        <LineChart
          sentence={t(x.overTimeSentence(title, labels[0] ?? '', labels.at(-1) ?? ''))}
          xHead={t(commonTexts.day)}
          xLabels={labels}
          series={series}
          yFormat={format.tick}
          outliers={0.2}
          valueFormat={(value, low, high) => {
            if (low === null || high === null) return format.tick(value)
            const estimate = { value, low, high }
            return `${format.value(estimate)} (${format.range(estimate)})`
          }}
          tableSummary={t(commonTexts.table)}
        />
      )}
    </Card>
  )
}

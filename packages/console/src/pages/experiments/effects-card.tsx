import type { Estimate, ExperimentResultsView, MetricResultView } from 'attune/api-types'
import { IntervalList } from '../../charts/interval-list.tsx'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { Card } from '../../components/card.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { variationName } from '../../format/variation-name.ts'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { armValue, effectFormat, type Scale } from './effect-format.ts'
import { metricTitle } from './metric-title.ts'
import { pText } from './p-text.ts'

export interface EffectsCardProps {
  readonly results: ExperimentResultsView
  readonly route: Route
}

const scales = ['relative', 'absolute'] as const
export const scaleOf = (route: Route): Scale => (route.query.get('scale') === 'absolute' ? 'absolute' : 'relative')

/** Every metric with the interval of its effect, relative or absolute. */
export function EffectsCard({ results, route }: EffectsCardProps) {
  const { t } = useLocale()
  const scale = scaleOf(route)
  if (results.metrics.length === 0) return null
  return (
    <Card
      title={t(x.effects)}
      end={
        <Segmented
          label={t(x.scale)}
          value={scale}
          options={scales.map((value) => ({ value, text: t(x[value]) }))}
          onChange={(value) => replaceQuery(route, { scale: value })}
        />
      }
    >
      {results.metrics.map((metric, at) => (
        <div key={`${metric.role}${metric.metric}`} className={at === 0 ? undefined : 'card-part'}>
          <MetricEffect result={metric} scale={scale} />
        </div>
      ))}
    </Card>
  )
}

/** An effect whose interval is known. */
export const whole = (
  effect: { readonly value: number | null; readonly low: number | null; readonly high: number | null } | null,
): Estimate | undefined =>
  effect === null || effect.value === null || effect.low === null || effect.high === null
    ? undefined
    : { value: effect.value, low: effect.low, high: effect.high }

function MetricEffect({ result, scale }: { readonly result: MetricResultView; readonly scale: Scale }) {
  const locale = useLocale()
  const { t, f, language } = locale
  const { analysis, role, margin, adjustedP, novelty } = result
  const { kind, control, treatments, better, level } = analysis
  const format = effectFormat(locale, scale, kind)
  const name = (variation: string): string => variationName(variation, language)
  const rows = treatments.flatMap((one) => {
    const estimate = whole(one[scale])
    return estimate === undefined
      ? []
      : [{ key: one.variation, label: name(one.variation), sub: t(x[one.verdict]), estimate, better }]
  })
  const reduced = Math.max(0, ...treatments.map(({ varianceReduction }) => varianceReduction ?? 0))
  const trends = treatments.flatMap(({ variation }) => {
    const trend = novelty[variation]?.trend
    return trend === undefined || trend === 'steady' ? [] : [{ variation, trend }]
  })
  return (
    <>
      <h3>
        {metricTitle({ id: result.metric, title: result.title }, language)}{' '}
        <small>{role === 'goal' ? t(x.goal) : t(x.guardrail(f.percent(margin ?? 0, 1)))}</small>
      </h3>
      {rows.length < treatments.length ? <p className="sm soft">{t(x.notMeasured)}</p> : null}
      {rows.length === 0 ? null : (
        <IntervalList
          rows={rows}
          {...format}
          intervalWord={t(x.interval(f.percent(level)))}
          smallest={scale === 'relative' ? 0.05 : 0}
        />
      )}
      <NumbersTable
        summary={t(commonTexts.table)}
        rowHead={t(x.variation)}
        columns={[t(x.units), t(x.value), t(x.effect), t(x.interval(f.percent(level))), t(x.pValue), t(x.chanceToWin)]}
        rows={[
          {
            head: `${name(control.variation)} (${t(x.control)})`,
            cells: [f.count(control.units), armValue(locale, kind, control.value), '', '', '', ''],
          },
          ...treatments.map((one) => {
            const estimate = whole(one[scale])
            const p = adjustedP[one.variation] ?? null
            return {
              head: name(one.variation),
              cells: [
                f.count(one.units),
                armValue(locale, kind, one.value),
                estimate === undefined ? '–' : format.value(estimate),
                estimate === undefined ? '–' : format.range(estimate),
                p === null ? '–' : pText(f, p),
                one.chanceToWin === null ? '–' : f.percent(one.chanceToWin, 1),
              ],
            }
          }),
        ]}
      />
      {reduced >= 0.005 ? <p className="xs muted">{t(x.cuped(f.percent(reduced)))}</p> : null}
      {trends.map(({ variation, trend }) => (
        <p key={variation} className="sm mt2">
          {name(variation)}
          {language === 'zh' ? '：' : ': '}
          {t(x.novelty[trend])}
        </p>
      ))}
    </>
  )
}

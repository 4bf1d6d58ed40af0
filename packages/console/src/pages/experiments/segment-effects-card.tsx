import { IntervalList } from '../../charts/interval-list.tsx'
import { Card } from '../../components/card.tsx'
import { SegmentChoice } from '../../components/segment-choice.tsx'
import { variationName } from '../../format/variation-name.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { effectFormat } from './effect-format.ts'
import type { EffectsCardProps } from './effects-card.tsx'
import { metricTitle } from './metric-title.ts'
import { pText } from './p-text.ts'

/** For whom it works: effects by segment, drawn together by how unsure they are. */
export function SegmentEffectsCard({ results, route }: EffectsCardProps) {
  const locale = useLocale()
  const { t, f, language } = locale
  const chosen = (route.query.get('by') ?? '').split(',').filter((id) => id !== '')
  return (
    <Card title={t(x.bySegment)} sub={t(x.bySegmentSub)}>
      {results.segments.map(({ metric, variation, scale, effects }) => {
        const result = results.metrics.find((one) => one.metric === metric)
        if (effects === null || result === undefined) return null
        const { interaction } = effects
        const format = effectFormat(locale, scale, result.analysis.kind)
        return (
          <div key={`${metric} ${variation}`} className="mt3">
            <h3>
              {metricTitle({ id: metric, title: result.title }, language)}
              <small> {variationName(variation, language)}</small>
            </h3>
            <IntervalList
              rows={effects.segments.map(({ segment, shrunk }) => ({
                key: segment,
                label: segment === '' ? t(x.restSegment) : segment,
                estimate: shrunk,
                better: result.analysis.better,
              }))}
              {...format}
              intervalWord={t(commonTexts.interval)}
              smallest={scale === 'relative' ? 0.05 : 0}
            />
            {interaction === null ? null : (
              <p className="sm soft">
                {t(
                  interaction.p < 0.05
                    ? x.differsBySegment(pText(f, interaction.p))
                    : x.sameEverywhere(pText(f, interaction.p)),
                )}
              </p>
            )}
          </div>
        )
      })}
      <SegmentChoice
        label={t(x.chooseSegments)}
        chosen={chosen}
        onChosen={(segments) => replaceQuery(route, { by: segments.slice(0, 20).join(',') })}
      />
    </Card>
  )
}

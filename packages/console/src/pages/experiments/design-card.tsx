import type { ExperimentView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { variationName } from '../../format/variation-name.ts'
import { experimentFormTexts, experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** What was set up, in words. */
export function DesignCard({ experiment }: { readonly experiment: ExperimentView }) {
  const { t, f, language } = useLocale()
  const { hypothesis, variations, traffic, segments, unit, attribute, method, shownBy } = experiment
  const total = variations.reduce((sum, { weight }) => sum + weight, 0)
  const places = [
    ...(shownBy.flags.length > 0 ? [t(x.flagNamed(f.list(shownBy.flags)))] : []),
    ...(shownBy.prompts.length > 0 ? [t(x.promptNamed(f.list(shownBy.prompts)))] : []),
    ...(shownBy.placements.length > 0 ? [t(x.placementNamed(f.list(shownBy.placements)))] : []),
  ]
  const who = segments.length === 0 ? t(x.everybody) : f.list(segments)
  return (
    <Card title={t(x.design)}>
      <dl className="kv">
        {hypothesis === '' ? null : (
          <>
            <dt>{t(x.hypothesis)}</dt>
            <dd>{hypothesis}</dd>
          </>
        )}
        {variations.map(({ id, title, weight }, at) => (
          <div key={id} style={{ display: 'contents' }}>
            <dt>{at === 0 ? t(x.control) : t(x.variation)}</dt>
            <dd>
              {title || variationName(id, language)} · {f.percent(weight / total)}
            </dd>
          </div>
        ))}
        <dt>{t(x.who)}</dt>
        <dd>{t(x.ofSegments(f.percent(traffic), who))}</dd>
        <dt>{t(experimentFormTexts.unit)}</dt>
        <dd>{attribute ?? t(experimentFormTexts[unit])}</dd>
        <dt>{t(experimentFormTexts.method)}</dt>
        <dd>{t(experimentFormTexts[method])}</dd>
        <dt>{t(x.shownBy)}</dt>
        <dd>{places.length === 0 ? t(x.shownByNothing) : f.list(places)}</dd>
      </dl>
    </Card>
  )
}

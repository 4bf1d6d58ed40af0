import type { ExperimentResultsView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import type { Route } from '../../router/route.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ArmsCard } from './arms-card.tsx'
import { EffectDaysCard } from './effect-days-card.tsx'
import { EffectsCard } from './effects-card.tsx'
import { SegmentEffectsCard } from './segment-effects-card.tsx'
import { ActionBadge } from './status-badge.tsx'

/** After these nothing that is measured can be believed. */
const broken = new Set(['sample-ratio-mismatch', 'mixed-units'])

export interface ExperimentResultsProps {
  readonly results: ExperimentResultsView
  readonly route: Route
}

/** What it found so far: whether to believe it, what to do, how much of what changed, when and for whom. */
export function ExperimentResults({ results, route }: ExperimentResultsProps) {
  const { t, f, language } = useLocale()
  const { decision, warnings } = results
  return (
    <>
      {warnings.map(({ code, metric, ...words }) => (
        <div
          key={`${code}${metric ?? ''}`}
          className={broken.has(code) ? 'banner bad' : 'banner warn'}
          role={broken.has(code) ? 'alert' : 'note'}
        >
          <Icon name="warn" />
          <div className="grow">
            {words[language]} {metric === undefined ? null : <span className="mono xs">{metric}</span>}
          </div>
        </div>
      ))}
      <div className="grid">
        <Card columns={8} title={t(x.decision)} end={<ActionBadge action={decision.action} />}>
          <p>{decision.words[language]}</p>
          <div className="card-foot">
            {t(x.unitsSoFar(f.count(results.units)))} · {f.dayRange(Date.parse(results.from), Date.parse(results.to))}
          </div>
        </Card>
        <ArmsCard results={results} />
      </div>
      <EffectsCard results={results} route={route} />
      <EffectDaysCard results={results} route={route} />
      <SegmentEffectsCard results={results} route={route} />
    </>
  )
}

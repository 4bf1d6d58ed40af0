import type { Clusters } from 'attune/api-types'
import { href } from '../../router/route.ts'
import { clusterTexts as x } from '../../texts/cluster-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface ClusterRuleProps {
  readonly segment: NonNullable<Clusters['clusters'][number]['segment']>
}

/** A group as a rule: how many it selects, and how well it brings the group back. */
export function ClusterRule({ segment: { selects, text, fit } }: ClusterRuleProps) {
  const { t, f, language } = useLocale()
  return (
    <>
      {fit === null ? null : (
        <ul className="xs" aria-label={t(x.fits)}>
          <li>
            {t(x.precision(f.percent(fit.precision.share), f.percentRange(fit.precision.low, fit.precision.high)))}
          </li>
          <li>{t(x.recall(f.percent(fit.recall.share), f.percentRange(fit.recall.low, fit.recall.high)))}</li>
        </ul>
      )}
      <details className="xs">
        <summary>{t(x.selects(f.count(selects)))}</summary>
        <p className="mono break">{text[language]}</p>
        <a href={href(['segments'], { new: 'yes', rule: text[language] })}>{t(x.toBuilder)}</a>
      </details>
    </>
  )
}

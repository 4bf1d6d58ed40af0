import { Card } from '../../components/card.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import type { LivePreview } from './use-segment-preview.ts'

/** How many people the rule selects as it stands, and what is probably not meant. */
export function LiveCount({ preview }: { readonly preview: LivePreview }) {
  const { t, f, language } = useLocale()
  const { value, problem, busy } = preview
  return (
    <Card title={t(x.count)} {...(busy ? { sub: t(x.counting) } : {})}>
      {problem ? <ProblemBanner problem={problem} what={x.wrong} /> : null}
      {value === undefined ? (
        problem ? null : (
          <p className="soft">–</p>
        )
      ) : (
        <div className={problem ? 'soft' : undefined}>
          <p className="headline">{t(x.people(f.count(value.count)))}</p>
          {value.share === null ? null : <p className="sm soft">{t(x.ofBase(f.percent(value.share, 1)))}</p>}
          <p className="mt2">{value.description[language]}</p>
          {value.warnings.map((warning) => (
            <p key={warning.en} className="sm mt2">
              {warning[language]}
            </p>
          ))}
          {value.examples.length === 0 ? null : (
            <p className="xs muted mt2">
              {t(x.examples)} <span className="mono break">{value.examples.slice(0, 3).join(' · ')}</span>
            </p>
          )}
        </div>
      )}
    </Card>
  )
}

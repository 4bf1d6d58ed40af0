import type { Interest } from 'attune/api-types'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { kindTexts } from '../../texts/people-texts.ts'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

export interface InterestEvidenceProps {
  readonly interest: Interest
  readonly onSay: ((name: string, said: 'hide' | 'confirm' | null) => void) | undefined
}

/** What an interest rests on, and a word on whether it is so. */
export function InterestEvidence({ interest, onSay }: InterestEvidenceProps) {
  const { t, f } = useLocale()
  const { name, evidence, prices, confirmed, observations, asOf } = interest
  const day = (iso: string) => f.day(Date.parse(iso))
  return (
    <details className="xs soft">
      <summary aria-label={t(x.evidenceLabel(name))}>{t(x.evidence)}</summary>
      <p>
        {confirmed !== null
          ? t(x.confirmedBy(t(x[confirmed.by]), day(confirmed.at)))
          : observations !== null && asOf !== null
            ? t(x.rests(f.count(observations), day(asOf)))
            : null}
        {prices === null
          ? null
          : ` · ${t(
              x.costs(
                f.moneyRange(prices.low, prices.high, prices.currency ?? ''),
                prices.band === null ? '' : t(x.band(t(x[prices.band]))),
              ),
            )}`}
      </p>
      <ul className="list">
        {evidence.map(({ itemId, title, kind, times, at, share }) => (
          <li key={itemId}>
            <div className="grow">
              <a href={href(['items', itemId])}>{title ?? itemId}</a>
              <small>{t(x.did(t(kindTexts[kind] ?? [kind, kind]), f.count(times), day(at)))}</small>
            </div>
            <span>{t(x.carries(f.percent(share)))}</span>
          </li>
        ))}
      </ul>
      {onSay === undefined ? null : (
        <p className="row">
          {confirmed === null ? (
            <button
              type="button"
              className="btn small"
              aria-label={t(x.confirmLabel(name))}
              onClick={() => onSay(name, 'confirm')}
            >
              {t(x.confirm)}
            </button>
          ) : null}
          <button
            type="button"
            className="btn small"
            aria-label={t(x.hideLabel(name))}
            onClick={() => onSay(name, 'hide')}
          >
            {t(x.hide)}
          </button>
        </p>
      )}
    </details>
  )
}

import type { PrivacyReport } from 'attune/api-types'
import { Card } from '../../../components/card.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { holdingTexts, purposeNameTexts, heldTexts as x } from '../../../texts/privacy-texts.ts'

export function HoldingsCard({ holdings }: { readonly holdings: PrivacyReport['holdings'] }) {
  const { t, f, language } = useLocale()
  const purposes = (names: string) =>
    names
      .split(', ')
      .map((name) => t(purposeNameTexts[name] ?? [name, name]))
      .join(language === 'zh' ? '、' : ', ')
  return (
    <Card title={t(x.card)} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.kind)}</th>
              <th scope="col" className="num">
                {t(x.rows)}
              </th>
              <th scope="col" className="num">
                {t(x.persons)}
              </th>
              <th scope="col" className="num">
                {t(x.since)}
              </th>
              <th scope="col">{t(x.why)}</th>
              <th scope="col">{t(x.how)}</th>
            </tr>
          </thead>
          <tbody>
            {holdings.map((holding) => (
              <tr key={holding.what}>
                <th scope="row" className="m">
                  {t(holdingTexts[holding.what] ?? [holding.what, holding.what])}
                </th>
                <td className="num lead">{f.count(holding.rows)}</td>
                <td className="num" data-label={t(x.persons)}>
                  {holding.persons === null ? '–' : f.count(holding.persons)}
                </td>
                <td className="num" data-label={t(x.since)}>
                  {holding.oldest === null ? '–' : f.day(Date.parse(holding.oldest))}
                </td>
                <td data-label={t(x.why)}>{purposes(holding.purpose)}</td>
                <td data-label={t(x.how)}>{t(holding.sealed ? x.sealed : x.pseudonyms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

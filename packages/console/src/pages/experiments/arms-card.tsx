import type { ExperimentResultsView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { variationName } from '../../format/variation-name.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { pText } from './p-text.ts'

/** Units by variation beside what was planned. */
export function ArmsCard({ results: { arms, units, sampleRatioP } }: { readonly results: ExperimentResultsView }) {
  const { t, f, language } = useLocale()
  return (
    <Card columns={4} title={t(x.arms)}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t(x.variation)}</th>
            <th scope="col" className="num">
              {t(x.units)}
            </th>
            <th scope="col" className="num">
              {t(x.planned)}
            </th>
          </tr>
        </thead>
        <tbody>
          {arms.map(({ variation, units: own, expectedShare }) => (
            <tr key={variation}>
              <th scope="row">{variationName(variation, language)}</th>
              <td className="num">
                {f.count(own)}
                <small>{units > 0 ? f.percent(own / units, 1) : '–'}</small>
              </td>
              <td className="num">{f.percent(expectedShare, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sampleRatioP === null ? null : <p className="xs muted mt2">{t(x.ratioP(pText(f, sampleRatioP)))}</p>}
    </Card>
  )
}

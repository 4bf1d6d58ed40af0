import type { TrainedLabelsView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { labelTexts as x } from '../../texts/label-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** What a training came to: how many new texts are labelled rightly, as a whole and by label. */
export function TrainedCard({ trained: { version, texts, judged } }: { readonly trained: TrainedLabelsView }) {
  const { t, f } = useLocale()
  return (
    <Card title={t(x.taught(version, f.count(texts)))}>
      {judged === null ? (
        <p>{t(x.unjudged)}</p>
      ) : (
        <>
          <p>{t(x.accuracy(f.percent(judged.accuracy, 0), f.percentRange(judged.low, judged.high, 0)))}</p>
          <table className="table mt3">
            <thead>
              <tr>
                <th scope="col">{t(x.label)}</th>
                <th scope="col" className="num">
                  {t(x.texts)}
                </th>
                <th scope="col" className="num">
                  {t(x.found)}
                </th>
              </tr>
            </thead>
            <tbody>
              {judged.labels.map(({ label, texts: own, found }) => (
                <tr key={label}>
                  <th scope="row" className="break">
                    {label}
                  </th>
                  <td className="num">{f.count(own)}</td>
                  <td className="num">{f.count(found)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Card>
  )
}

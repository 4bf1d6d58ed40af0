import type { Profile } from 'attune/api-types'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

/** Recency, frequency and money as scores of five, each with the value that was scored and among how many buyers. */
export function RfmPart({ rfm }: Pick<Profile, 'rfm'>) {
  const { t, f } = useLocale()
  if (rfm === null) return null
  const { recency, frequency, monetary, currency, among, asOf } = rfm
  const parts = [
    { name: x.recency, ...recency, text: t(x.sinceOrder(f.decimal(recency.value, recency.value < 10 ? 1 : 0))) },
    { name: x.frequency, ...frequency, text: t(x.ordersOfYear(f.count(frequency.value))) },
    { name: x.monetary, ...monetary, text: t(x.moneyOfYear(f.money(monetary.value, currency, 2))) },
  ]
  return (
    <div className="card-part">
      <h3>
        {t(x.rfm)} <small>{t(x.rfmSub(f.count(among), asOf === null ? '' : f.day(Date.parse(asOf))))}</small>
      </h3>
      <dl className="stats mt2">
        {parts.map(({ name, score, text }) => (
          <div className="stat" key={name[0]}>
            <dt className="k">{t(name)}</dt>
            <dd className="v">{t(x.ofFive(`${score}`))}</dd>
            <dd className="r">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

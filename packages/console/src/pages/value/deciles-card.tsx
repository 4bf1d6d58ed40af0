import type { Value } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { valueTexts as x } from '../../texts/value-texts.ts'

/** How much of the value few bring: tenths of buyers, the best first. */
export function DecilesCard({ value: { deciles, concentration, currency } }: { readonly value: Value }) {
  const { t, f } = useLocale()
  const { topTenth, topFifth } = concentration
  return (
    <Card title={t(x.concentration)} columns={6}>
      <p>
        {topTenth === null ? null : t(x.topTenth(f.percent(topTenth)))}{' '}
        {topFifth === null ? null : t(x.topFifth(f.percent(topFifth)))}
      </p>
      <div className="scroll mt3">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t(x.decile)}</th>
              <th scope="col" className="num">
                {t(x.mean)}
              </th>
              <th scope="col">{t(x.share)}</th>
              <th scope="col" className="num opt">
                {t(x.orders)}
              </th>
            </tr>
          </thead>
          <tbody>
            {deciles.map(({ decile, mean, share, orders }) => (
              <tr key={decile}>
                <th scope="row">{f.count(decile)}</th>
                <td className="num">{f.money(mean, currency)}</td>
                <td>
                  <div className="cell">
                    <Bar share={share} />
                    <span className="right">{f.percent(share, 1)}</span>
                  </div>
                </td>
                <td className="num opt">{f.decimal(orders, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

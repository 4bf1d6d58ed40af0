import type { ConsentSummary } from 'attune/api-types'
import { Card } from '../../../components/card.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { consentTexts as x } from '../../../texts/privacy-texts.ts'

type PurposeRow = ConsentSummary['purposes'][number]

/** Yes, no and nothing by purpose; the bar is the share of people whose data may be used for it. */
export function ConsentsTable({ told }: { readonly told: ConsentSummary }) {
  const { t, f, language } = useLocale()
  if (told.persons === 0)
    return (
      <Card title={t(x.card)}>
        <div className="empty">
          <h3>{t(x.nobody)}</h3>
          <p>{t(x.nobodyWhy)}</p>
        </div>
      </Card>
    )
  return (
    <Card title={t(x.card)} sub={t(x.cardSub)} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.purpose)}</th>
              <th scope="col" className="plotcol">
                {t(x.share)}
              </th>
              <th scope="col" className="num">
                {t(x.yes)}
              </th>
              <th scope="col" className="num">
                {t(x.no)}
              </th>
              <th scope="col" className="num">
                {t(x.signal)}
              </th>
              <th scope="col" className="num">
                {t(x.silent)}
              </th>
              <th scope="col" className="num">
                {t(x.silentMeans)}
              </th>
            </tr>
          </thead>
          <tbody>
            {told.purposes.map((row) => (
              <tr key={row.purpose}>
                <th scope="row" className="wide">
                  <span className="m">{row.title[language]}</span>
                  <small>{row.description[language]}</small>
                </th>
                <td className="plotcol">
                  <Allowed row={row} persons={told.persons} />
                </td>
                <td className="num" data-label={t(x.yes)}>
                  {f.count(row.granted)}
                </td>
                <td className="num" data-label={t(x.no)}>
                  {f.count(row.denied)}
                </td>
                <td className="num" data-label={t(x.signal)}>
                  {f.count(row.signalled)}
                </td>
                <td className="num" data-label={t(x.silent)}>
                  {f.count(row.silent)}
                </td>
                <td className="num lead">
                  <span className="badge">{t(row.allowedByDefault ? x.allowed : x.notAllowed)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Allowed({ row, persons }: { readonly row: PurposeRow; readonly persons: number }) {
  const { t, f } = useLocale()
  const silent = row.allowedByDefault ? row.silent : 0
  const may = row.granted + silent
  const width = (n: number) => ({ width: `${(n / persons) * 100}%` })
  return (
    <>
      <div className="bar twofold" aria-hidden="true">
        <i style={width(row.granted)} />
        <i className="silent" style={width(silent)} />
      </div>
      <small>{t(x.mayBeUsed(f.percent(may / persons), f.count(may)))}</small>
    </>
  )
}

import type { SatisfactionGroup } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { satisfactionPartTexts, satisfactionTexts as x } from '../../texts/satisfaction-texts.ts'

/** What one figure of satisfaction is made of. */
export function PartsTable({ group: { parts } }: { readonly group: SatisfactionGroup }) {
  const { t, f } = useLocale()
  return (
    <div className="scroll mt3">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.part)}</th>
            <th scope="col" className="plotcol">
              <span className="sr">{t(x.value)}</span>
            </th>
            <th scope="col" className="num">
              {t(x.value)}
            </th>
            <th scope="col" className="num">
              {t(x.people)}
            </th>
            <th scope="col" className="num">
              {t(x.weight)}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ part, n, estimate, share }) => (
            <tr key={part}>
              <th scope="row">{t(satisfactionPartTexts[part])}</th>
              <td className="plotcol">{estimate === null ? null : <Bar share={estimate.value} />}</td>
              <td className="num lead" data-label={t(x.value)}>
                {estimate === null ? (
                  <span className="muted">{t(x.missing)}</span>
                ) : (
                  <>
                    {f.decimal(100 * estimate.value, 0)}
                    <small>{f.decimalRange(100 * estimate.low, 100 * estimate.high, 0)}</small>
                  </>
                )}
              </td>
              <td className="num" data-label={t(x.people)}>
                {f.count(n)}
              </td>
              <td className="num" data-label={t(x.weight)}>
                {f.percent(share)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

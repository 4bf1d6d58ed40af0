import type { LanguageModelLedgerView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { languageModelTexts as x } from '../../texts/language-model-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export function TotalsCard({ ledger: { totals, currency, days } }: { readonly ledger: LanguageModelLedgerView }) {
  const { t, f } = useLocale()
  return (
    <Card title={t(x.totals)} sub={t(x.dailySub(f.count(days)))} flush>
      {totals.length === 0 ? (
        <div className="empty">
          <p>{t(x.noCalls)}</p>
        </div>
      ) : (
        <div className="scroll">
          <table className="table fold">
            <thead>
              <tr>
                <th scope="col">{t(x.purpose)}</th>
                <th scope="col">{t(x.model)}</th>
                <th scope="col" className="num">
                  {t(x.calls)}
                </th>
                <th scope="col" className="num">
                  {t(x.cached)}
                </th>
                <th scope="col" className="num">
                  {t(x.failed)}
                </th>
                <th scope="col" className="num">
                  {t(x.tokens)}
                </th>
                <th scope="col" className="num">
                  {t(x.cost)}
                </th>
              </tr>
            </thead>
            <tbody>
              {totals.map((row) => (
                <tr key={`${row.purpose} ${row.model} ${row.prompt} ${row.promptVersion}`}>
                  <th scope="row" className="m">
                    {row.purpose}
                    <small>{t(x.version(row.prompt, `${row.promptVersion}`))}</small>
                  </th>
                  <td data-label={t(x.model)}>{row.model}</td>
                  <td className="num m" data-label={t(x.calls)}>
                    {f.count(row.calls)}
                  </td>
                  <td className="num" data-label={t(x.cached)}>
                    {f.count(row.cached)}
                  </td>
                  <td className="num" data-label={t(x.failed)}>
                    {f.count(row.failed)}
                  </td>
                  <td className="num" data-label={t(x.tokens)}>
                    {f.big(row.tokensIn + row.tokensOut)}
                  </td>
                  <td className="num m lead" data-label={t(x.cost)}>
                    {f.money(row.cost, currency, 2)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

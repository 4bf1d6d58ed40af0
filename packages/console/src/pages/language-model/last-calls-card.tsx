import type { LanguageModelLedgerView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { outcomeTexts, languageModelTexts as x } from '../../texts/language-model-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

type Call = LanguageModelLedgerView['calls'][number]

/** The newest exchanges, one a row. */
export function LastCallsCard({ ledger: { calls, currency } }: { readonly ledger: LanguageModelLedgerView }) {
  const { t, f } = useLocale()
  return (
    <Card title={t(x.last)} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.when)}</th>
              <th scope="col">{t(x.purpose)}</th>
              <th scope="col">{t(x.outcome)}</th>
              <th scope="col" className="num">
                {t(x.tokens)}
              </th>
              <th scope="col" className="num">
                {t(x.cost)}
              </th>
              <th scope="col" className="num">
                {t(x.took)}
              </th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two calls may be alike in everything
              <tr key={`${call.at} ${i}`}>
                <th scope="row">
                  {f.moment(Date.parse(call.at))}
                  <small>{call.model}</small>
                </th>
                <td data-label={t(x.purpose)}>
                  {call.purpose}
                  <small>{t(x.version(call.prompt, `${call.promptVersion}`))}</small>
                </td>
                <td data-label={t(x.outcome)}>
                  <Outcome call={call} />
                </td>
                <td className="num m" data-label={t(x.tokens)}>
                  {f.count(call.tokensIn + call.tokensOut)}
                </td>
                <td className="num" data-label={t(x.cost)}>
                  {f.money(call.cost, currency, 4)}
                </td>
                <td className="num muted opt">{call.cached ? null : f.duration(call.ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Outcome({ call }: { readonly call: Call }) {
  const { t } = useLocale()
  const code = call.cached ? 'cached' : call.outcome
  const words = outcomeTexts[code]
  if (code === 'ok' || code === 'cached') return <span className="badge">{words ? t(words) : code}</span>
  return (
    <span className="badge bad">
      <span className="dot bad" />
      {words ? t(words) : code}
    </span>
  )
}

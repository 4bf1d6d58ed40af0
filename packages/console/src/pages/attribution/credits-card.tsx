import type { AttributionView } from 'attune/api-types'
import { heatStyle } from '../../charts/heat-style.ts'
import { Card } from '../../components/card.tsx'
import { attributionMethodTexts, attributionTexts as x } from '../../texts/attribution-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { methods } from './methods.ts'
import { touchName } from './touch-name.ts'

/** Channels by methods; the darker the more of the orders, each cell with its number, the experiment's at the end. */
export function CreditsCard({ report }: { readonly report: AttributionView }) {
  const { t, f } = useLocale()
  const { channels, total, unattributed, currency, increments } = report
  const share = (orders: number): number => (total.conversions > 0 ? orders / total.conversions : 0)
  const measured = increments.some(({ conversions }) => conversions !== null)
  return (
    <Card title={t(x.credits)} sub={t(x.creditsSub(f.count(total.conversions), f.money(total.value, currency)))} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={t(x.map)}>
        <table className="table heatmap">
          <thead>
            <tr>
              <th scope="col">{t(x[report.by])}</th>
              {methods.map((method) => (
                <th key={method} scope="col" className="num">
                  {t(attributionMethodTexts[method])}
                </th>
              ))}
              <th scope="col" className="num">
                {t(x.removal)}
              </th>
              {measured ? (
                <th scope="col" className="num">
                  {t(x.experiment)}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {channels.map(({ channel, credits, removalEffect }) => {
              const added = increments.find((one) => one.channel === channel)?.conversions ?? null
              return (
                <tr key={channel ?? ''}>
                  <th scope="row">{touchName(report.by, channel, t)}</th>
                  {methods.map((method) => {
                    const { conversions } = credits[method]
                    return (
                      <td
                        key={method}
                        className="heat num"
                        title={t(x.cell(t(attributionMethodTexts[method]), f.percent(share(conversions), 1)))}
                        style={heatStyle(share(conversions))}
                      >
                        {f.decimal(conversions, conversions < 100 ? 1 : 0)}
                      </td>
                    )
                  })}
                  <td className="num">{removalEffect === null ? '–' : f.percent(removalEffect)}</td>
                  {measured ? (
                    <td className="num">
                      {added === null ? (
                        <span className="muted">{t(x.noExperiment)}</span>
                      ) : (
                        <>
                          {f.signedDecimal(added.value, 0)}
                          <small>{f.signedRange(added.low, added.high, 0)}</small>
                        </>
                      )}
                    </td>
                  ) : null}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <p className="card-foot">
        {t(x.unattributed(f.count(unattributed.conversions), f.percent(share(unattributed.conversions))))}
      </p>
    </Card>
  )
}

import type { AttributionView } from 'attune/api-types'
import { IntervalList } from '../../charts/interval-list.tsx'
import { Card } from '../../components/card.tsx'
import { variationName } from '../../format/variation-name.ts'
import { attributionMethodTexts, attributionTexts as x } from '../../texts/attribution-texts.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** What experiments measured, and how close each method comes to it. */
export function TruthCard({ report: { by, increments, comparison, closest } }: { readonly report: AttributionView }) {
  const { t, f, language } = useLocale()
  const rows = increments.flatMap(({ channel, treatment, control, persons, conversions }) =>
    conversions === null
      ? []
      : [
          {
            key: `${channel} ${treatment}`,
            label: channel,
            sub: t(x.truthOf(variationName(treatment, language), variationName(control, language), f.count(persons))),
            estimate: conversions,
          },
        ],
  )
  if (rows.length === 0)
    return (
      <Card title={t(x.truth)}>
        <p className="soft">{t(by === 'placement' ? x.noTruth : x.onlyPlacements)}</p>
      </Card>
    )
  const best = comparison[0]
  const channels = best?.channels.map(({ channel }) => channel) ?? []
  return (
    <Card title={t(x.truth)} sub={t(x.truthSub)}>
      <IntervalList
        rows={rows}
        value={({ value }) => f.signedDecimal(value, 0)}
        range={({ low, high }) => f.signedRange(low, high, 0)}
        tick={(value) => f.signedDecimal(value, 0)}
        intervalWord={t(commonTexts.interval)}
        smallest={10}
      />
      {best === undefined ? null : (
        <div className="card-part">
          {closest === null ? null : <p>{t(x.best(t(attributionMethodTexts[closest])))}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
          <section className="scroll mt3" tabIndex={0} aria-label={t(x.method)}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t(x.method)}</th>
                  <th scope="col" className="num">
                    {t(x.error)}
                  </th>
                  {channels.map((channel) => (
                    <th key={channel} scope="col" className="num">
                      {channel}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {comparison.map(({ method, error, channels: own }) => (
                  <tr key={method}>
                    <th scope="row">{t(attributionMethodTexts[method])}</th>
                    <td className="num">{error === null ? '–' : f.decimal(error, 1)}</td>
                    {channels.map((channel) => {
                      const one = own.find((candidate) => candidate.channel === channel)
                      return (
                        <td key={channel} className="num">
                          {one === undefined ? '–' : f.decimal(one.credited, one.credited < 100 ? 1 : 0)}
                          {one === undefined ? null : <small>{t(x[one.verdict])}</small>}
                        </td>
                      )
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
    </Card>
  )
}

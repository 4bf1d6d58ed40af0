import type { Overview } from 'attune/api-types'
import { IntervalAxis, IntervalPlot, toneOf } from '../../charts/interval-plot.tsx'
import { intervalDomain, ticksWithin } from '../../charts/scale.ts'
import { Card } from '../../components/card.tsx'
import { intervalDigits } from '../../format/interval-digits.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { overviewTexts as x } from '../../texts/overview-texts.ts'

const most = 8

export function PlacementsCard({ overview }: { readonly overview: Overview }) {
  const { t, f, language } = useLocale()
  const all = overview.placements.toSorted((a, b) => b.exposures - a.exposures)
  const revenue = all.reduce((sum, placement) => sum + placement.revenue, 0)
  const lifts = all.flatMap((placement) => (placement.lift ? [placement.lift] : []))
  const domain = intervalDomain(lifts, 0.2)
  return (
    <Card
      title={t(x.placements)}
      sub={t(x.placementsSub)}
      columns={8}
      flush
      end={<a href="#/placements">{t(x.all(f.count(all.length)))}</a>}
    >
      {all.length === 0 ? (
        <div className="empty">
          <p>{t(x.noPlacements)}</p>
        </div>
      ) : (
        <div className="scroll">
          <table className="table fold">
            <thead>
              <tr>
                <th scope="col">{t(x.placement)}</th>
                <th scope="col" className="num">
                  {t(x.exposures)}
                </th>
                <th scope="col" className="num">
                  {t(x.ctrShort)}
                </th>
                <th scope="col" className="num">
                  {t(x.revenueShare)}
                </th>
                <th scope="col" className="plotcol">
                  <span className="sr">{t(commonTexts.interval)}</span>
                  <IntervalAxis
                    domain={domain}
                    ticks={ticksWithin(domain[0], domain[1], 4)}
                    format={(value) => f.change(value)}
                  />
                </th>
                <th scope="col" className="num">
                  {t(x.lift)}
                </th>
              </tr>
            </thead>
            <tbody>
              {all.slice(0, most).map((placement) => {
                const { lift } = placement
                const tone = lift ? toneOf(lift) : 'none'
                const digits = lift ? intervalDigits(lift.low, lift.high) : 0
                return (
                  <tr key={placement.id}>
                    <th scope="row">
                      <a href="#/placements">{placement.title[language]}</a>
                      <small className="mono">{placement.id}</small>
                    </th>
                    <td className="num" data-label={t(x.exposures)}>
                      {f.big(placement.exposures)}
                    </td>
                    <td className="num" data-label={t(x.ctrShort)}>
                      {placement.ctr ? f.percent(placement.ctr.value, 1) : '–'}
                    </td>
                    <td className="num" data-label={t(x.revenueShare)}>
                      {revenue > 0 ? f.percent(placement.revenue / revenue) : '–'}
                    </td>
                    <td className="plotcol">
                      {lift ? (
                        <IntervalPlot
                          estimate={lift}
                          domain={domain}
                          label={`${placement.title[language]}: ${f.change(lift.value, digits)}, ${t(commonTexts.interval)} ${f.changeRange(lift.low, lift.high, digits)}`}
                        />
                      ) : null}
                    </td>
                    <td className={`num m lead ${tone === 'none' ? '' : tone}`}>
                      {lift ? (
                        <>
                          {f.change(lift.value, digits)}
                          <small>{f.changeRange(lift.low, lift.high, digits)}</small>
                        </>
                      ) : (
                        <span className="muted xs">{t(x.noLift)}</span>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

import type { Profile } from 'attune/api-types'
import { BarChart } from '../../charts/bar-chart.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

const stages = ['new', 'active', 'atRisk', 'lapsed'] as const

/** Where they stand against their own rhythm, and at which hours they come. */
export function LifecycleCard({ profile }: { readonly profile: Profile }) {
  const { t, f } = useLocale()
  const { lifecycle } = profile
  const { hour } = profile.habits
  if (lifecycle === null) return null
  const days = (value: number) => f.decimal(value, value < 10 ? 1 : 0)
  const since = lifecycle.rhythmOf === 'orders' ? x.sinceOrder : x.sinceVisit
  return (
    <Card title={t(x.lifecycle)} sub={t(since(days(lifecycle.daysSince)))}>
      <ol className="life">
        {stages.map((stage) => (
          <li key={stage} className={stage === lifecycle.stage ? 'is' : ''} aria-current={stage === lifecycle.stage}>
            {t(x[stage])}
          </li>
        ))}
      </ol>
      <p className="sm soft mt2">
        {t(x[lifecycle.rhythmFrom](days(lifecycle.atRiskAfter), days(lifecycle.lapsedAfter)))}{' '}
        {lifecycle.usual === null
          ? null
          : t(
              x.usual(f.percent(lifecycle.usual.share), f.percentRange(lifecycle.usual.low, lifecycle.usual.high)),
            )}{' '}
        {lifecycle.observations === null || lifecycle.asOf === null
          ? null
          : t(
              x.restsOn(
                f.count(lifecycle.observations),
                t(lifecycle.rhythmOf === 'orders' ? x.ordersWord : x.visitsWord),
                f.day(Date.parse(lifecycle.asOf)),
              ),
            )}
      </p>
      {hour === null ? null : (
        <div className="card-part">
          <h3>
            {t(x.hours)} <small>{t(x.hoursSub(f.count(hour.observations ?? 0), hour.timeZone))}</small>
          </h3>
          <BarChart
            height={96}
            sentence={t(
              x.hoursSentence(
                `${hour.from}`,
                `${(hour.to + 1) % 24}`,
                f.percent(hour.share),
                f.percentRange(hour.low, hour.high),
              ),
            )}
            xHead={t(x.hour)}
            yHead={t(x.events)}
            xLabels={hour.counts.map((_, at) => `${at}`)}
            values={hour.counts}
            format={f.count}
            tableSummary={t(commonTexts.table)}
          />
        </div>
      )}
    </Card>
  )
}

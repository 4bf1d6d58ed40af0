import type { Person } from 'attune/api-types'
import { BarChart } from '../../charts/bar-chart.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { kindTexts, peopleTexts as x } from '../../texts/people-texts.ts'

const dayMs = 86_400_000

export function ActivityCard({ person }: { readonly person: Person }) {
  const { t, f } = useLocale()
  const { activity, counts } = person
  const total = activity.reduce((sum, n) => sum + n, 0)
  const active = activity.filter((n) => n > 0).length
  const today = Date.now()
  const strongest = Object.entries(counts)
    .filter(([kind, n]) => n > 0 && kind !== 'exposure')
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
  return (
    <Card title={t(x.activity)} sub={t(x.activitySub)}>
      <BarChart
        sentence={t(x.activitySentence(f.count(total), f.count(active)))}
        xHead={t(commonTexts.day)}
        yHead={t(x.eventsADay)}
        xLabels={activity.map((_, i) => f.day(today - (activity.length - 1 - i) * dayMs))}
        values={activity}
        format={f.count}
        tableSummary={t(commonTexts.table)}
      />
      {strongest.length === 0 ? null : (
        <dl className="stats card-part">
          {strongest.map(([kind, n]) => (
            <div className="stat" key={kind}>
              <dt className="k">{t(kindTexts[kind] ?? [kind, kind])}</dt>
              <dd className="v">{f.count(n)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

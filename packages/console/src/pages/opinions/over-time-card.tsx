import type { OpinionsView } from 'attune/api-types'
import { LineChart } from '../../charts/line-chart.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { opinionTexts as x } from '../../texts/opinion-texts.ts'
import { byWeek, opinionDays } from './opinion-days.ts'

export function OverTimeCard({ opinions, days }: { readonly opinions: OpinionsView; readonly days: number }) {
  const { t, f } = useLocale()
  const places = opinionDays(opinions.daily, days, Date.parse(opinions.madeAt))
  const line = (key: 'positive' | 'negative', name: string, color: string) => ({
    key,
    name,
    color: `var(--${color})`,
    ink: 'var(--ink)',
    values: places.map((place) => place[key]),
  })
  return (
    <Card title={t(x.overTime)} sub={t(byWeek(days) ? x.byWeek : x.byDay)}>
      <LineChart
        sentence={t(x.overTimeSentence(f.count(opinions.positive), f.count(opinions.negative)))}
        xHead={t(commonTexts.day)}
        xLabels={places.map(({ day }) => f.day(Date.parse(`${day}T12:00:00`)))}
        series={[line('positive', t(x.praise), 'accent'), line('negative', t(x.complaints), 'bad')]}
        yFormat={(value) => f.count(value)}
        valueFormat={(value) => f.count(value)}
        tableSummary={t(commonTexts.table)}
      />
    </Card>
  )
}

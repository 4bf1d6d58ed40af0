import type { Overview } from 'attune/api-types'
import { LineChart } from '../../charts/line-chart.tsx'
import type { Series } from '../../charts/line-layout.ts'
import { Card } from '../../components/card.tsx'
import { offsetNow } from '../../format/utc-offset.ts'
import { variationName } from '../../format/variation-name.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { overviewTexts as x } from '../../texts/overview-texts.ts'
import { dailySeries } from './daily-series.ts'

export interface DailyChartCardProps {
  readonly overview: Overview
  readonly measure: 'ctr' | 'revenuePerThousand'
}

export function DailyChartCard({ overview, measure }: DailyChartCardProps) {
  const { t, f, language } = useLocale()
  const ctr = measure === 'ctr'
  const { days, series, marks } = dailySeries({
    overview,
    measure,
    name: (variation) => variationName(variation, language),
    offset: offsetNow(),
    launchText: (name) => t(x.launch(name)),
  })
  const { currency } = overview
  const title = t(ctr ? x.ctr : x.revenue)
  const sub = ctr ? t(x.ctrSub) : t(x.revenueSub(currency ?? ''))
  if (days.length === 0)
    return (
      <Card title={title} sub={sub} columns={6}>
        <div className="empty">
          <p>{t(x.noDays)}</p>
        </div>
      </Card>
    )

  const value = (v: number) => (ctr ? f.percent(v, 2) : f.money(v, currency))
  const range = (low: number, high: number) => (ctr ? f.percentRange(low, high, 2) : f.moneyRange(low, high, currency))
  const ends = (s: Series) => {
    const known = s.values.filter((v) => v !== null)
    return t(x.chartPart(s.name, value(known[0] ?? 0), value(known.at(-1) ?? 0)))
  }
  return (
    <Card title={title} sub={sub} columns={6}>
      <LineChart
        sentence={t(x.chartSentence(title, series.map(ends).join(language === 'zh' ? '，' : ', ')))}
        xHead={t(commonTexts.day)}
        xLabels={days.map((day) => f.day(day))}
        series={series}
        marks={marks}
        yFormat={(v) =>
          ctr ? f.percent(v, v !== 0 && Math.round(v * 1000) % 10 !== 0 ? 1 : 0) : f.moneyBig(v, currency)
        }
        valueFormat={(v, low, high) => (low === null || high === null ? value(v) : `${value(v)} (${range(low, high)})`)}
        tableSummary={t(commonTexts.table)}
      />
    </Card>
  )
}

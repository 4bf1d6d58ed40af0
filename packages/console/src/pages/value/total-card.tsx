import type { Value } from 'attune/api-types'
import { BarChart } from '../../charts/bar-chart.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { valueTexts as x } from '../../texts/value-texts.ts'

/** All buyers together, and how their values are spread. */
export function TotalCard({ value }: { readonly value: Value }) {
  const { t, f } = useLocale()
  const { total, currency, input, buyers, expectedOrders, alive, distribution } = value
  const median = distribution.quantiles.find(({ at }) => at >= 0.5)?.value ?? 0
  const first = distribution.histogram[0]
  const width = first === undefined ? 0 : first.to - first.from
  const [people, orders] = [f.count(buyers), f.count(Math.round(expectedOrders))]
  return (
    <Card title={t(x.total(f.count(input.horizonDays)))} columns={6}>
      <p className="headline">{f.money(total.value, currency)}</p>
      <p className="soft">
        {total.low === null || total.high === null
          ? t(x.totalOnly(people, orders))
          : t(x.totalWhy(f.moneyRange(total.low, total.high, currency), people, orders))}
      </p>
      <p className="sm soft mt2">{t(x.alive(f.count(alive.likely), f.percent(alive.mean)))}</p>
      <div className="card-part">
        <h3>{t(x.distribution)}</h3>
        <BarChart
          sentence={t(x.distributionSentence(f.money(median, currency)))}
          xHead={t(x.worth)}
          yHead={t(x.buyers)}
          xLabels={distribution.histogram.map(({ from }) => f.money(from, currency, width < 10 ? 2 : 0))}
          values={distribution.histogram.map((bin) => bin.buyers)}
          format={f.count}
          tableSummary={t(commonTexts.table)}
        />
      </div>
    </Card>
  )
}

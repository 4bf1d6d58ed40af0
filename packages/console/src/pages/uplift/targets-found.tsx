import type { UpliftTargets } from 'attune/api-types'
import { IntervalList } from '../../charts/interval-list.tsx'
import { LineChart } from '../../charts/line-chart.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { upliftTexts as x } from '../../texts/uplift-texts.ts'

export interface TargetsFoundProps {
  readonly targets: UpliftTargets
  readonly currency: string | null
}

/** Points of the curve that are drawn: every so many. */
const every = 5

/** Whom it pays to treat, how many that is, and what is expected of it beside everybody and chance. */
export function TargetsFound({ targets, currency }: TargetsFoundProps) {
  const { t, f, language } = useLocale()
  const { share, threshold, people, chosen, expected, warnings, curve } = targets
  const points = curve.filter((_, at) => at % every === 0)
  const largest = Math.max(...curve.map(({ profit }) => Math.abs(profit)))
  const digits = largest < 10 ? 2 : 0
  const money = (value: number): string => f.money(value, currency)
  const bestAt = curve.reduce((best, one) => (one.profit > best.profit ? one : best), { share: 0, profit: 0 })
  return (
    <>
      <p className="headline">
        {f.percent(threshold === null ? 0 : share.value)}{' '}
        <span className="unit">{f.percentRange(share.low, share.high)}</span>
      </p>
      <p>
        {threshold === null ? t(x.sendToNobody) : t(x.sendTo(f.percent(share.value), f.count(chosen), f.count(people)))}
      </p>
      <p className="sm soft">{t(x.shareRange)}</p>
      {warnings.map(({ code, text }) =>
        code === 'treat-nobody' ? null : (
          <p key={code} className="sm mt2">
            {text[language]}
          </p>
        ),
      )}
      <h3 className="mt4">{t(x.expected)}</h3>
      <IntervalList
        rows={[
          { key: 'chosen', label: t(x.chosenOnes), estimate: expected.chosen },
          { key: 'random', label: t(x.asManyByLot), estimate: expected.random },
          { key: 'everybody', label: t(x.everybody), estimate: expected.everybody },
        ]}
        value={({ value }) => money(value)}
        range={({ low, high }) => f.moneyRange(low, high, currency)}
        tick={(value) => f.moneyBig(value, currency)}
        intervalWord={t(commonTexts.interval)}
        smallest={1}
        mostTicks={3}
      />
      <p className="xs muted mt2">{t(x.expectedWhy)}</p>
      <h3 className="mt4">{t(x.profitCurve)}</h3>
      <LineChart
        height={160}
        sentence={t(x.profitSentence(f.percent(bestAt.share), f.money(bestAt.profit, currency, 2)))}
        xHead={t(x.shareTreated)}
        xLabels={points.map((point) => f.percent(point.share))}
        series={[
          {
            key: 'profit',
            name: t(x.profit),
            color: 'var(--accent)',
            ink: 'var(--ink)',
            values: points.map(({ profit }) => profit),
          },
        ]}
        outliers={0}
        yFormat={(value) => f.money(value, currency, digits)}
        valueFormat={(value) => f.money(value, currency, 2)}
        tableSummary={t(commonTexts.table)}
      />
    </>
  )
}

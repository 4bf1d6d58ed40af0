import { LineChart } from '../../charts/line-chart.tsx'
import { NumbersTable } from '../../charts/numbers-table.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { upliftTexts as x } from '../../texts/uplift-texts.ts'
import { perThousand } from './outcome-words.ts'
import type { ReportOf } from './report-of.ts'

const best = 0.3

/** The Qini curve against chance, with what it says in a sentence; both definitions of the areas by their names. */
export function QiniCard({ model, report }: ReportOf) {
  const { t, f } = useLocale()
  const { curve, best30, effect, scikitUplift, causalml } = report
  const { value, range, tick } = perThousand(f, model)
  const at = curve.find(({ share }) => share >= best) ?? curve.at(-1)
  const { overRandom, overEverybody } = best30
  const measures = [
    ['Qini (scikit-uplift)', scikitUplift.qini],
    ['AUUC (scikit-uplift)', scikitUplift.auuc],
    ['Qini (causalml)', causalml.qini],
    ['AUUC (causalml)', causalml.auuc],
  ] as const
  return (
    <Card title={t(x.qini)} sub={t(x.qiniSub)}>
      <p>{t(x.wins(f.percent(best), value(overRandom.value), range(overRandom.low, overRandom.high)))}</p>
      <p className="sm soft">
        {t(x.overEverybody(value(overEverybody.value), range(overEverybody.low, overEverybody.high)))}{' '}
        {t(x.effect(value(effect.value), range(effect.low, effect.high)))}
      </p>
      <div className="mt3">
        <LineChart
          height={260}
          sentence={t(x.curveSentence(f.percent(best), value(at?.gain.value ?? 0), value(at?.random ?? 0)))}
          xHead={t(x.shareTreated)}
          xLabels={curve.map(({ share }) => f.percent(share))}
          series={[
            {
              key: 'model',
              name: t(x.byModel),
              color: 'var(--accent)',
              ink: 'var(--ink)',
              values: curve.map(({ gain }) => gain.value),
              low: curve.map(({ gain }) => gain.low),
              high: curve.map(({ gain }) => gain.high),
            },
            {
              key: 'lot',
              name: t(x.byLot),
              color: 'var(--neutral-mark)',
              ink: 'var(--ink-2)',
              values: curve.map(({ random }) => random),
            },
          ]}
          outliers={0}
          yFormat={tick}
          valueFormat={(of, low, high) =>
            low === null || high === null ? value(of) : `${value(of)} (${range(low, high)})`
          }
          tableSummary={t(commonTexts.table)}
        />
      </div>
      <NumbersTable
        summary={t(x.measures)}
        rowHead={t(x.measure)}
        columns={[t(x.number), t(commonTexts.interval)]}
        rows={measures.map(([head, of]) => ({
          head,
          cells: of === null ? ['–', '–'] : [f.signedDecimal(of.value, 4), f.signedRange(of.low, of.high, 4)],
        }))}
      />
    </Card>
  )
}

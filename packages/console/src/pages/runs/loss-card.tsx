import type { RunProgress } from 'attune/api-types'
import { LineChart } from '../../charts/line-chart.tsx'
import { digitsOf } from '../../charts/scale.ts'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { runTexts as x } from '../../texts/run-texts.ts'
import { digitsFor, smoothed, stepsOf, valuesAt } from './curve.ts'

export interface LossCardProps {
  readonly points: RunProgress['points']
  /** Another run to be drawn beside it. */
  readonly other?: { readonly id: string; readonly points: RunProgress['points'] } | undefined
}

const mostPlaces = 160
const grey = { color: 'var(--neutral-mark)', ink: 'var(--ink-2)' } as const
const strong = { color: 'var(--accent)', ink: 'var(--ink)' } as const

/** The loss over the steps: as it was and smoothed, or smoothed beside that of another run. */
export function LossCard({ points, other }: LossCardProps) {
  const { t, f } = useLocale()
  const losses = points.map(({ loss }) => loss)
  if (points.length < 2)
    return (
      <Card title={t(x.loss)}>
        <div className="empty">
          <p>{t(x.noCurve)}</p>
        </div>
      </Card>
    )
  const steps = stepsOf(other ? [points, other.points] : [points], mostPlaces)
  const value = (v: number) => f.decimal(v, digitsFor(v))
  const mine = { key: 'this', values: valuesAt(points, smoothed(losses), steps), ...strong }
  const series = other
    ? [
        {
          key: 'other',
          name: t(x.other),
          values: valuesAt(other.points, smoothed(other.points.map(({ loss }) => loss)), steps),
          ...grey,
        },
        { ...mine, name: t(x.this) },
      ]
    : [
        { key: 'raw', name: t(x.raw), values: valuesAt(points, losses, steps), faint: true, ...grey },
        { ...mine, name: t(x.smooth) },
      ]
  const [first = 0, last = 0] = [losses[0], smoothed(losses).at(-1)]
  return (
    <Card title={t(x.loss)} sub={t(other ? x.lossCompared : x.lossSub)}>
      <LineChart
        height={260}
        sentence={t(x.lossSentence(value(first), value(last), f.count(points.at(-1)?.step ?? 0)))}
        xHead={t(x.step)}
        xLabels={steps.map((step) => f.count(step))}
        series={series}
        yFormat={(v, ticks) => f.decimal(v, digitsOf(ticks))}
        outliers={0.01}
        valueFormat={value}
        tableSummary={t(commonTexts.table)}
      />
    </Card>
  )
}

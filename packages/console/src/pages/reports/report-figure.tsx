import type { Estimate, ReportView } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { IntervalList, type IntervalRow } from '../../charts/interval-list.tsx'
import { LineChart } from '../../charts/line-chart.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { reportTexts as x } from '../../texts/report-texts.ts'
import type { ReportNumber } from './report-table.tsx'
import { tickDigits, unitText } from './unit-format.ts'

type Figure = ReportView['sections'][number]['figures'][number]
type Numbers = ReadonlyMap<string, ReportNumber>

export interface ReportFigureProps {
  readonly figure: Figure
  readonly numbers: Numbers
}

/** A chart of a report, drawn as the console draws its own. */
export function ReportFigure({ figure, numbers }: ReportFigureProps) {
  return (
    <figure className="mt5 report-figure">
      <figcaption className="sm m">{figure.title}</figcaption>
      {figure.kind === 'line' ? (
        <Line figure={figure} />
      ) : figure.kind === 'bars' ? (
        <Bars figure={figure} numbers={numbers} />
      ) : (
        <Intervals figure={figure} numbers={numbers} />
      )}
    </figure>
  )
}

/** Rows whose numbers there are. */
const known = (rows: readonly { readonly label: string; readonly number: string }[], numbers: Numbers) =>
  rows.flatMap(({ label, number: id }) => {
    const number = numbers.get(id)
    return number === undefined ? [] : [{ label, number }]
  })

function Intervals({
  figure: { rows },
  numbers,
}: {
  readonly figure: Extract<Figure, { kind: 'intervals' }>
  readonly numbers: Numbers
}) {
  const { t, f } = useLocale()
  const shown = known(rows, numbers)
  const unit = shown[0]?.number.unit ?? 'decimal'
  const told = (_: Estimate, { key }: IntervalRow) => numbers.get(key)
  return (
    <IntervalList
      rows={shown.map(({ label, number: { id, value, low, high } }) => {
        const estimate = { value, low: low ?? value, high: high ?? value }
        // Whether an effect is good, a report says in words.
        return { key: id, label, estimate, tone: 'none' } as const
      })}
      value={(estimate, row) => told(estimate, row)?.text ?? ''}
      range={(estimate, row) => told(estimate, row)?.range ?? ''}
      tick={(value) => unitText(f, unit, value, unit === 'decimal' || unit === 'signed' ? 2 : 0)}
      intervalWord={t(commonTexts.interval)}
    />
  )
}

function Bars({
  figure: { rows },
  numbers,
}: {
  readonly figure: Extract<Figure, { kind: 'bars' }>
  readonly numbers: Numbers
}) {
  const shown = known(rows, numbers)
  const most = Math.max(...shown.map(({ number }) => Math.abs(number.value)), Number.MIN_VALUE)
  return (
    <div className="mt2">
      {shown.map(({ label, number: { id, value, text, range } }) => (
        <div className="iv-row" key={id}>
          <div className="lab break">{label}</div>
          <div className="plot">
            <div className="grow">
              <Bar share={Math.abs(value) / most} grey={value < 0} />
            </div>
          </div>
          <div className="val">
            {text}
            {range === null ? null : <small>{range}</small>}
          </div>
        </div>
      ))}
    </div>
  )
}

function Line({ figure: { title, unit, points } }: { readonly figure: Extract<Figure, { kind: 'line' }> }) {
  const { t, f } = useLocale()
  const write = (value: number) => unitText(f, unit, value, 2)
  return (
    <LineChart
      sentence={t(x.figure(title, f.count(points.length)))}
      xHead={t(commonTexts.day)}
      xLabels={points.map(({ label }) => label)}
      series={[
        {
          key: 'value',
          name: '',
          color: 'var(--accent)',
          ink: 'var(--accent)',
          values: points.map(({ estimate }) => estimate?.value ?? null),
          low: points.map(({ estimate }) => estimate?.low ?? null),
          high: points.map(({ estimate }) => estimate?.high ?? null),
        },
      ]}
      outliers={0}
      yFormat={(value, ticks) => unitText(f, unit, value, tickDigits(unit, ticks))}
      valueFormat={(value, low, high) =>
        low === null || high === null ? write(value) : `${write(value)} (${write(low)} – ${write(high)})`
      }
      tableSummary={t(commonTexts.table)}
    />
  )
}

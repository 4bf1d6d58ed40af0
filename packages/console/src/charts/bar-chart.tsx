import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { ChartTip } from './chart-tip.tsx'
import { NumbersTable } from './numbers-table.tsx'
import { linearScale, ticksAround } from './scale.ts'
import { textWidth } from './text-width.ts'
import { useWidth } from './use-width.ts'

export interface BarChartProps {
  readonly height?: number
  readonly sentence: string
  readonly xHead: string
  readonly yHead: string
  readonly xLabels: readonly string[]
  readonly values: readonly number[]
  readonly format: (value: number) => string
  readonly tableSummary: string
}

/** Bars from zero, one a place; the newest labelled on the axis. Arrow keys read them. */
export function BarChart(props: BarChartProps) {
  const { height = 120, sentence, xHead, yHead, xLabels, values, format, tableSummary } = props
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 520)
  const [at, setAt] = useState<number>()
  const last = values.length - 1
  const ticks = ticksAround(0, Math.max(1, ...values), 3).filter(Number.isInteger)
  const left = Math.max(...ticks.map((tick) => textWidth(format(tick)))) + 8
  const floor = height - 22
  const y = linearScale([0, ticks.at(-1) ?? 1], [floor, 8])
  const slot = (width - left) / Math.max(1, values.length)
  const bar = Math.max(1, slot - (slot > 4 ? 2 : 0.5))
  const shown = [0, Math.floor(last / 3), Math.floor((2 * last) / 3), last]

  const key = (event: KeyboardEvent) => {
    const next = { ArrowRight: (at ?? -1) + 1, ArrowLeft: (at ?? last + 1) - 1, Home: 0, End: last }[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(last, next)))
    }
    if (event.key === 'Escape') setAt(undefined)
  }
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const from = event.currentTarget.getBoundingClientRect().left
    setAt(Math.max(0, Math.min(last, Math.floor((event.clientX - from - left) / slot))))
  }

  return (
    <>
      <div className="chart" ref={frame} style={{ minHeight: height }}>
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart
          tabIndex={0}
          aria-label={sentence}
          onPointerMove={point}
          onPointerLeave={() => setAt(undefined)}
          onBlur={() => setAt(undefined)}
          onKeyDown={key}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line className={tick === 0 ? 'base' : 'gl'} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
              <text x={left - 8} y={y(tick) + 4} textAnchor="end">
                {format(tick)}
              </text>
            </g>
          ))}
          {values.map((value, i) => (
            <rect
              key={xLabels[i]}
              x={left + i * slot}
              width={bar}
              y={y(value)}
              height={floor - y(value)}
              style={{ fill: i === at ? 'var(--accent)' : 'var(--neutral-mark)' }}
            />
          ))}
          {shown.map((place, k) => (
            <text
              key={place}
              x={left + place * slot + (k === 0 ? 0 : k === 3 ? bar : bar / 2)}
              y={height - 5}
              textAnchor={k === 0 ? 'start' : k === 3 ? 'end' : 'middle'}
            >
              {xLabels[place]}
            </text>
          ))}
        </svg>
        {at === undefined ? null : (
          <ChartTip
            x={left + at * slot}
            width={width}
            head={xLabels[at] ?? ''}
            lines={[{ name: yHead, text: format(values[at] ?? 0) }]}
          />
        )}
      </div>
      <NumbersTable
        summary={tableSummary}
        rowHead={xHead}
        columns={[yHead]}
        rows={xLabels.map((head, i) => ({ head, cells: [format(values[i] ?? 0)] }))}
      />
    </>
  )
}

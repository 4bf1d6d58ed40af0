import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { ChartTip } from './chart-tip.tsx'
import { lineLayout, type Mark, type Series } from './line-layout.ts'
import { NumbersTable } from './numbers-table.tsx'
import { bandPath, linePath } from './svg-path.ts'
import { useWidth } from './use-width.ts'

export interface LineChartProps {
  readonly height?: number
  /** The chart as one sentence. */
  readonly sentence: string
  readonly xHead: string
  readonly xLabels: readonly string[]
  readonly series: readonly Series[]
  readonly marks?: readonly Mark[]
  /** A tick, beside the others that it shares its decimals with. */
  readonly yFormat: (value: number, ticks: readonly number[]) => string
  /** Share of the values that may lie outside the axis. Default .04. */
  readonly outliers?: number
  /** A value with its interval, for the tip and the table. */
  readonly valueFormat: (value: number, low: number | null, high: number | null) => string
  readonly tableSummary: string
}

/** Lines with bands; names stand at the lines' ends. Arrow keys read it place by place. */
export function LineChart(props: LineChartProps) {
  const {
    height = 216,
    sentence,
    xHead,
    xLabels,
    series,
    marks = [],
    yFormat,
    valueFormat,
    tableSummary,
    outliers,
  } = props
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 560)
  const [at, setAt] = useState<number>()
  const layout = lineLayout({
    width,
    height,
    xLabels,
    series,
    marks,
    yFormat,
    ...(outliers === undefined ? {} : { outliers }),
  })
  const { x, y, left, right, top, bottom } = layout
  const last = xLabels.length - 1

  const text = (s: Series, place: number) => {
    const value = s.values[place] ?? null
    return value === null ? '' : valueFormat(value, s.low?.[place] ?? null, s.high?.[place] ?? null)
  }
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const from = event.currentTarget.getBoundingClientRect().left
    const share = (event.clientX - from - left) / (width - left - right)
    setAt(Math.max(0, Math.min(last, Math.round(share * last))))
  }
  const key = (event: KeyboardEvent) => {
    const next = { ArrowRight: (at ?? -1) + 1, ArrowLeft: (at ?? last + 1) - 1, Home: 0, End: last }[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(last, next)))
    }
    if (event.key === 'Escape') setAt(undefined)
  }
  const read = at === undefined ? undefined : series.map((s) => ({ name: s.name, text: text(s, at) }))

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
          {layout.yTicks.map((tick) => (
            <g key={tick}>
              <line className={tick === 0 ? 'base' : 'gl'} x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
              <text x={left - 8} y={y(tick) + 4} textAnchor="end">
                {yFormat(tick, layout.yTicks)}
              </text>
            </g>
          ))}
          {layout.xTicks.map((place) => (
            <text key={place} x={x(place)} y={height - 6} textAnchor={x(place) < left + 18 ? 'start' : 'middle'}>
              {xLabels[place]}
            </text>
          ))}
          {series.map((s) =>
            s.low && s.high ? (
              <path
                key={s.key}
                d={bandPath(s.low, s.high, x, y)}
                style={{ fill: `color-mix(in srgb, ${s.color} 16%, transparent)`, stroke: 'none' }}
              />
            ) : null,
          )}
          {layout.marks.map((mark) => (
            <g key={`${mark.at}${mark.label}`}>
              <line className="mark" x1={mark.x} x2={mark.x} y1={top - 8} y2={height - bottom} />
              {mark.text === undefined ? null : (
                <text className="lbl" x={mark.center} y={12} textAnchor="middle">
                  {mark.text}
                </text>
              )}
            </g>
          ))}
          {series.map((s) => (
            <path
              key={s.key}
              className={s.faint ? 'line faint' : 'line'}
              d={linePath(s.values, x, y)}
              style={{ stroke: s.color }}
            />
          ))}
          {layout.ends.map((end) => (
            <g key={end.series.key}>
              <circle className="end" cx={end.x} cy={end.y} r="3.5" style={{ fill: end.series.color }} />
              <text className="lbl" x={end.labelX} y={end.labelY + 4} style={{ fill: end.series.ink }}>
                {end.series.name}
              </text>
            </g>
          ))}
          {at === undefined ? null : (
            <g>
              <line className="hair" x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} />
              {series.map((s) => {
                const value = s.values[at]
                return value == null ? null : (
                  <circle key={s.key} cx={x(at)} cy={y(value)} r="3.5" style={{ fill: s.color }} />
                )
              })}
            </g>
          )}
        </svg>
        {at === undefined || !read ? null : (
          <ChartTip x={x(at)} width={width} head={xLabels[at] ?? ''} lines={read.filter((line) => line.text !== '')} />
        )}
      </div>
      <NumbersTable
        summary={tableSummary}
        rowHead={xHead}
        columns={series.map((s) => s.name)}
        rows={xLabels.map((head, place) => ({ head, cells: series.map((s) => text(s, place)) }))}
      />
    </>
  )
}

import type { Estimate } from 'attune/api-types'
import { IntervalAxis, IntervalPlot, toneOf } from './interval-plot.tsx'
import { intervalDomain, ticksWithin } from './scale.ts'

export interface IntervalRow {
  readonly key: string
  readonly label: string
  readonly sub?: string
  readonly estimate: Estimate
  readonly better?: 'up' | 'down'
}

export interface IntervalListProps {
  readonly rows: readonly IntervalRow[]
  readonly value: (estimate: Estimate) => string
  readonly range: (estimate: Estimate) => string
  readonly tick: (value: number) => string
  /** "95% interval", for the label of each. */
  readonly intervalWord: string
  /** The scale spans at least so much. Default .05. */
  readonly smallest?: number
  /** Of the scale. Default 6. */
  readonly mostTicks?: number
}

/** Intervals under each other on one scale. */
export function IntervalList({ rows, value, range, tick, intervalWord, smallest, mostTicks = 6 }: IntervalListProps) {
  const domain = intervalDomain(
    rows.map((row) => row.estimate),
    smallest,
  )
  return (
    <div>
      {rows.map((row) => {
        const tone = toneOf(row.estimate, row.better)
        return (
          <div className="iv-row" key={row.key}>
            <div className="lab">
              {row.label}
              {row.sub === undefined ? null : <small>{row.sub}</small>}
            </div>
            <div className="plot">
              <IntervalPlot
                estimate={row.estimate}
                domain={domain}
                tone={tone}
                label={`${row.label}: ${value(row.estimate)}, ${intervalWord} ${range(row.estimate)}`}
              />
            </div>
            <div className={`val ${tone === 'none' ? '' : tone}`}>
              {value(row.estimate)}
              <small>{range(row.estimate)}</small>
            </div>
          </div>
        )
      })}
      <div className="iv-row axis">
        <div className="lab" />
        <div className="plot">
          <IntervalAxis domain={domain} ticks={ticksWithin(domain[0], domain[1], mostTicks)} format={tick} />
        </div>
        <div className="val" />
      </div>
    </div>
  )
}

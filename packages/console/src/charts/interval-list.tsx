import type { Estimate } from 'attune/api-types'
import { IntervalAxis, IntervalPlot, type Tone, toneOf } from './interval-plot.tsx'
import { intervalDomain, ticksWithin } from './scale.ts'

export interface IntervalRow {
  readonly key: string
  readonly label: string
  readonly sub?: string
  readonly estimate: Estimate
  readonly better?: 'up' | 'down'
  /** Default: reliably good or bad where the interval leaves zero out. */
  readonly tone?: Tone
}

export interface IntervalListProps {
  readonly rows: readonly IntervalRow[]
  readonly value: (estimate: Estimate, row: IntervalRow) => string
  readonly range: (estimate: Estimate, row: IntervalRow) => string
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
        const tone = row.tone ?? toneOf(row.estimate, row.better)
        const [told, interval] = [value(row.estimate, row), range(row.estimate, row)]
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
                label={interval === '' ? `${row.label}: ${told}` : `${row.label}: ${told}, ${intervalWord} ${interval}`}
              />
            </div>
            <div className={`val ${tone === 'none' ? '' : tone}`}>
              {told}
              <small>{interval}</small>
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

import type { Estimate } from 'attune/api-types'
import { IntervalAxis, IntervalPlot, type Tone } from './interval-plot.tsx'
import { domainAround, ticksWithin } from './scale.ts'

export interface ReferenceRow {
  readonly key: string
  readonly label: string
  readonly sub?: string
  readonly estimate: Estimate
  readonly tone: Tone
}

export interface ReferenceListProps {
  readonly rows: readonly ReferenceRow[]
  /** What all are compared with: a line across, and on the scale. */
  readonly reference: number
  readonly value: (estimate: Estimate) => string
  readonly range: (estimate: Estimate) => string
  readonly tick: (value: number) => string
  /** "95% interval", for the label of each. */
  readonly intervalWord: string
}

/** Above or below what all are compared with, when the interval leaves it out; else undecided. */
export const toneAgainst = ({ low, high }: Pick<Estimate, 'low' | 'high'>, reference: number): Tone =>
  low > reference ? 'good' : high < reference ? 'bad' : 'none'

/** Intervals under each other on one scale, beside a reference that is not zero. */
export function ReferenceList({ rows, reference, value, range, tick, intervalWord }: ReferenceListProps) {
  const domain = domainAround([...rows.map(({ estimate }) => estimate), { low: reference, high: reference }])
  return (
    <div>
      {rows.map(({ key, label, sub, estimate, tone }) => (
        <div className="iv-row" key={key}>
          <div className="lab">
            {label}
            {sub === undefined ? null : <small>{sub}</small>}
          </div>
          <div className="plot">
            <IntervalPlot
              estimate={estimate}
              domain={domain}
              tone={tone}
              reference={reference}
              label={`${label}: ${value(estimate)}, ${intervalWord} ${range(estimate)}`}
            />
          </div>
          <div className={`val ${tone === 'none' ? '' : tone}`}>
            {value(estimate)}
            <small>{range(estimate)}</small>
          </div>
        </div>
      ))}
      <div className="iv-row axis">
        <div className="lab" />
        <div className="plot">
          <IntervalAxis domain={domain} ticks={ticksWithin(domain[0], domain[1], 5)} format={tick} />
        </div>
        <div className="val" />
      </div>
    </div>
  )
}

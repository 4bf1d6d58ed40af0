import type { Estimate } from 'attune/api-types'

export type Tone = 'good' | 'bad' | 'none'

/** Reliably good or bad when the interval leaves out zero; else undecided. */
export const toneOf = ({ low, high }: Pick<Estimate, 'low' | 'high'>, better: 'up' | 'down' = 'up'): Tone => {
  if (low > 0) return better === 'up' ? 'good' : 'bad'
  if (high < 0) return better === 'up' ? 'bad' : 'good'
  return 'none'
}

export interface IntervalPlotProps {
  readonly estimate: Estimate
  readonly domain: readonly [number, number]
  readonly tone?: Tone
  /** What it is compared with: a line across. Default: zero. */
  readonly reference?: number | undefined
  /** The whole of it in words. */
  readonly label: string
}

/** A normal 95 % interval reaches 1.96 σ, a 50 % one .674 σ. */
const inner = 0.674 / 1.96

/** One interval: thin line 95 %, box 50 %, notch the estimate. Fluid width, because x is in per cent. */
export function IntervalPlot({ estimate, domain: [from, to], tone, reference = 0, label }: IntervalPlotProps) {
  const { value, low, high } = estimate
  const at = (v: number) => ((Math.min(to, Math.max(from, v)) - from) / (to - from || 1)) * 100
  const [left, right] = [at(value - (value - low) * inner), at(value + (high - value) * inner)]
  const line = `${at(reference)}%`
  const within = reference >= from && reference <= to
  return (
    <svg className={`iv tone-${tone ?? toneOf(estimate)}`} role="img" aria-label={label}>
      {within ? (
        <line className={reference === 0 ? 'zero' : 'zero reference'} x1={line} x2={line} y1="-16" y2="40" />
      ) : null}
      <line className="w95" x1={`${at(low)}%`} x2={`${at(high)}%`} y1="12" y2="12" />
      <rect className="w50" x={`${left}%`} width={`${Math.max(0.6, right - left)}%`} y="7" height="10" rx="1.5" />
      <line className="est" x1={`${at(value)}%`} x2={`${at(value)}%`} y1="7" y2="17" />
    </svg>
  )
}

export interface IntervalAxisProps {
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
  readonly format: (value: number) => string
}

/** The one scale of a column of intervals. */
export function IntervalAxis({ domain: [from, to], ticks, format }: IntervalAxisProps) {
  return (
    <svg className="iv axis" aria-hidden="true">
      {ticks.map((tick) => {
        const share = (tick - from) / (to - from || 1)
        // A label pushed off its place would make the scale look uneven; zero and one are worth it.
        if ((share < 0.04 || share > 0.96) && tick !== 0 && tick !== 1) return null
        return (
          <text
            key={tick}
            x={`${share * 100}%`}
            y="12"
            textAnchor={share < 0.04 ? 'start' : share > 0.96 ? 'end' : 'middle'}
          >
            {format(tick)}
          </text>
        )
      })}
    </svg>
  )
}

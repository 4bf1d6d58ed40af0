import { useRef } from 'react'
import { linearScale } from './scale.ts'
import { useWidth } from './use-width.ts'

export interface MapGroup {
  readonly key: number
  readonly label: string
  readonly color: string
}

export interface ScatterMapProps {
  readonly height?: number
  /** What it shows, for whoever does not see it; the numbers stand in a table beside it. */
  readonly sentence: string
  readonly points: readonly (readonly [x: number, y: number, group: number])[]
  readonly groups: readonly MapGroup[]
}

/** Points on a plane without axes: near is alike. Each group is marked by its number at its middle, not by colour alone. */
export function ScatterMap({ height = 360, sentence, points, groups }: ScatterMapProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 520)
  const x = linearScale(spanOf(points.map(([at]) => at)), [14, width - 14])
  const y = linearScale(spanOf(points.map(([, at]) => at)), [height - 14, 14])
  return (
    <div className="chart" ref={frame} style={{ minHeight: height }}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence}>
        {groups.map(({ key, color }) => (
          <path
            key={key}
            d={dots(points, key, x, y)}
            style={{ stroke: color, strokeWidth: 5, strokeLinecap: 'round', fill: 'none', opacity: 0.55 }}
          />
        ))}
        {groups.map(({ key, label }) => {
          const own = points.filter(([, , group]) => group === key)
          if (own.length === 0) return null
          const [cx, cy] = [x(middle(own.map(([at]) => at))), y(middle(own.map(([, at]) => at)))]
          return (
            <g key={key}>
              <circle cx={cx} cy={cy} r={11} style={{ fill: 'var(--surface)', stroke: 'var(--ink)' }} />
              <text className="lbl" x={cx} y={cy + 4} textAnchor="middle">
                {label}
              </text>
            </g>
          )
        })}
      </svg>
    </div>
  )
}

type Scale = (value: number) => number

/** All points of a group as one path: two thousand elements would be slow. */
const dots = (points: ScatterMapProps['points'], key: number, x: Scale, y: Scale): string =>
  points
    .filter(([, , group]) => group === key)
    .map(([px, py]) => `M${x(px).toFixed(1)} ${y(py).toFixed(1)}h0`)
    .join('')

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

function spanOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low < high ? [low, high] : [low - 1, high + 1]
}

import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { ChartTip } from './chart-tip.tsx'
import { bubbleTowards, placeBubbles } from './place-bubbles.ts'
import { textWidth } from './text-width.ts'
import { useWidth } from './use-width.ts'

export interface MapBubble {
  readonly key: string
  readonly label: string
  /** Where it belongs, −1 to 1. */
  readonly x: number
  readonly y: number
  readonly size: number
  /** What its size is, in words. */
  readonly value: string
}

export interface BubbleMapProps {
  readonly height?: number
  /** What it shows, for whoever does not see it; the numbers stand in a table beside it. */
  readonly sentence: string
  readonly bubbles: readonly MapBubble[]
  readonly chosen: string | undefined
  readonly valueName: string
  readonly onChoose: (key: string) => void
}

const steps: Readonly<Record<string, readonly [-1 | 0 | 1, -1 | 0 | 1]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Areas for sizes, nearness for likeness; labels at the marks. Arrow keys go from one to the next, Enter chooses. */
export function BubbleMap({ height = 460, sentence, bubbles, chosen, valueName, onChoose }: BubbleMapProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 720)
  const [at, setAt] = useState<number>()
  const placed = useMemo(() => placeBubbles(bubbles, width, height), [bubbles, width, height])
  const key = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      setAt(at === undefined ? 0 : bubbleTowards(placed, at, ...step))
    }
    const here = at === undefined ? undefined : bubbles[at]
    if ((event.key === 'Enter' || event.key === ' ') && here) {
      event.preventDefault()
      onChoose(here.key)
    }
    if (event.key === 'Escape') setAt(undefined)
  }
  const labels = labelsIn(bubbles, placed, height)
  const shown = at === undefined ? undefined : bubbles[at]
  return (
    <div className="chart" ref={frame} style={{ minHeight: height }}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart
        tabIndex={0}
        aria-label={sentence}
        onKeyDown={key}
        onBlur={() => setAt(undefined)}
        onPointerLeave={() => setAt(undefined)}
      >
        {bubbles.map((bubble, i) => {
          const { cx, cy, r } = placed[i] ?? { cx: 0, cy: 0, r: 0 }
          const isChosen = bubble.key === chosen
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the chart takes the keys, and the table has buttons
            <circle
              key={bubble.key}
              cx={cx}
              cy={cy}
              r={r}
              style={{
                fill: isChosen ? 'var(--accent-soft)' : 'var(--sunken)',
                stroke: isChosen || i === at ? 'var(--accent)' : 'var(--neutral-mark)',
                strokeWidth: isChosen || i === at ? 2.5 : 1.25,
                cursor: 'pointer',
              }}
              onPointerEnter={() => setAt(i)}
              onClick={() => onChoose(bubble.key)}
            />
          )
        })}
        {bubbles.map((bubble, i) => {
          const y = labels.get(i)
          return y === undefined ? null : (
            <text
              key={bubble.key}
              className="lbl"
              x={placed[i]?.cx}
              y={y}
              textAnchor="middle"
              style={{ pointerEvents: 'none' }}
            >
              {bubble.label}
            </text>
          )
        })}
      </svg>
      {shown === undefined || at === undefined ? null : (
        <ChartTip
          x={placed[at]?.cx ?? 0}
          width={width}
          head={shown.label}
          lines={[{ name: valueName, text: shown.value }]}
        />
      )}
    </div>
  )
}

/**
 * Where labels stand, by bubble: inside where they fit, else under it where that is clear of the other labels and marks; those of
 * the largest first. The others are told by the pointer, the keys and the table.
 */
function labelsIn(
  bubbles: readonly MapBubble[],
  placed: ReturnType<typeof placeBubbles>,
  height: number,
): ReadonlyMap<number, number> {
  const kept: { readonly left: number; readonly right: number; readonly y: number }[] = []
  const labels = new Map<number, number>()
  const order = [...bubbles.keys()].sort((a, b) => (bubbles[b]?.size ?? 0) - (bubbles[a]?.size ?? 0))
  for (const i of order) {
    const [bubble, place] = [bubbles[i], placed[i]]
    if (bubble === undefined || place === undefined) continue
    const half = textWidth(bubble.label) / 2
    const inside = half <= place.r - 2
    const y = inside ? place.cy + 4 : place.cy + place.r + 13
    const [left, right] = [place.cx - half, place.cx + half]
    const clear =
      y <= height - 2 &&
      kept.every((other) => Math.abs(other.y - y) > 14 || other.right < left || other.left > right) &&
      placed.every(({ cx, cy, r }, j) => j === i || Math.abs(cy - (y - 4)) > r + 6 || cx + r < left || cx - r > right)
    if (!clear && !inside) continue
    kept.push({ left, right, y })
    labels.set(i, y)
  }
  return labels
}

import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { ChartTip } from './chart-tip.tsx'
import { type Flow, flowLayout, markWidth } from './flow-layout.ts'
import { textWidth } from './text-width.ts'
import { useWidth } from './use-width.ts'

export interface ShownNode {
  readonly key: string
  /** From left to right. */
  readonly column: number
  readonly size: number
  readonly label: string
  /** Under the label: how much it is. */
  readonly value: string
  /** Full, grey or hollow: told apart by more than its colour, as its label says. */
  readonly tone: 'full' | 'grey' | 'hollow'
}

export interface FlowChartProps {
  /** The chart as one sentence; the numbers stand in a table beside it. */
  readonly sentence: string
  readonly columns: number
  readonly nodes: readonly ShownNode[]
  readonly flows: readonly Flow[]
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
}

const leastColumn = 132

/** A Sankey diagram: arrow keys go from node to node, Enter chooses; the flows of the chosen one stand out. */
export function FlowChart({ sentence, columns, nodes, flows, chosen, onChoose }: FlowChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = Math.max(columns * leastColumn, useWidth(frame, 880))
  const [at, setAt] = useState<number>()
  const layout = useMemo(() => flowLayout({ width, columns, nodes, flows }), [width, columns, nodes, flows])
  const key = (event: KeyboardEvent) => {
    const next = nextNode(nodes, at, event.key)
    if (next !== undefined) {
      event.preventDefault()
      setAt(next)
    }
    const here = at === undefined ? undefined : nodes[at]
    if ((event.key === 'Enter' || event.key === ' ') && here) {
      event.preventDefault()
      onChoose(here.key)
    }
    if (event.key === 'Escape') setAt(undefined)
  }
  const place = nodes.findIndex((node) => node.key === chosen)
  const shown = at === undefined ? undefined : nodes[at]
  return (
    <div className="chart scroll" ref={frame} style={{ minHeight: layout.height }}>
      <svg
        width={width}
        height={layout.height}
        viewBox={`0 0 ${width} ${layout.height}`}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart
        tabIndex={0}
        aria-label={sentence}
        onKeyDown={key}
        onBlur={() => setAt(undefined)}
        onPointerLeave={() => setAt(undefined)}
      >
        {flows.map(({ left, right }, i) => {
          const drawn = layout.flows[i]
          const stands = left === place || right === place
          return drawn === undefined ? null : (
            <path
              key={`${nodes[left]?.key}→${nodes[right]?.key}`}
              className={stands ? 'flow own' : 'flow'}
              d={drawn.path}
              style={{ strokeWidth: drawn.width }}
            />
          )
        })}
        {nodes.map((node, i) => {
          const { x, y, height } = layout.nodes[i] ?? { x: 0, y: 0, height: 0 }
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the chart takes the keys, and the table has buttons
            <g
              key={node.key}
              className={`flow-node ${node.tone}${i === place ? ' chosen' : ''}${i === at ? ' at' : ''}`}
              onPointerEnter={() => setAt(i)}
              onClick={() => onChoose(node.key)}
            >
              <rect className="ground" x={x} y={y - 2} width={layout.labelWidth + markWidth + 8} height={36} />
              <rect className="mark-of" x={x + 1} y={y} width={markWidth - 2} height={height} rx="1.5" />
              <text className="lbl" x={x + markWidth + 6} y={y + 12}>
                {cut(node.label, layout.labelWidth)}
              </text>
              <text x={x + markWidth + 6} y={y + 28}>
                {node.value}
              </text>
            </g>
          )
        })}
      </svg>
      {shown === undefined || at === undefined ? null : (
        <ChartTip
          x={(layout.nodes[at]?.x ?? 0) + markWidth}
          width={width}
          head={shown.label}
          lines={[{ name: '', text: shown.value }]}
        />
      )}
    </div>
  )
}

/** Up and down within a column, left and right to the nearest one in the next. */
export function nextNode(
  nodes: readonly Pick<ShownNode, 'column'>[],
  at: number | undefined,
  key: string,
): number | undefined {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  }
  const step = steps[key]
  if (step === undefined || nodes.length === 0) return undefined
  if (at === undefined) return 0
  const columnOf = (column: number) => [...nodes.keys()].filter((i) => nodes[i]?.column === column)
  const own = columnOf(nodes[at]?.column ?? 0)
  const row = own.indexOf(at)
  const [across, down] = step
  const there = across === 0 ? own : columnOf((nodes[at]?.column ?? 0) + across)
  return there[Math.max(0, Math.min(there.length - 1, row + down))] ?? at
}

/** As much of a label as fits. */
function cut(label: string, width: number): string {
  if (textWidth(label) <= width) return label
  let short = label
  while (short !== '' && textWidth(`${short}…`) > width) short = [...short].slice(0, -1).join('')
  return `${short}…`
}

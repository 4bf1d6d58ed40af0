export interface FlowNode {
  /** From left to right. */
  readonly column: number
  readonly size: number
}

export interface Flow {
  /** Places in the nodes: of the one on the left and the one on the right of it. */
  readonly left: number
  readonly right: number
  readonly size: number
}

export interface FlowLayoutOptions {
  readonly width: number
  readonly columns: number
  readonly nodes: readonly FlowNode[]
  readonly flows: readonly Flow[]
}

export interface FlowLayout {
  readonly height: number
  /** How wide a label beside a mark may be. */
  readonly labelWidth: number
  readonly nodes: readonly { readonly x: number; readonly y: number; readonly height: number }[]
  /** Middle lines, to be drawn `width` wide. */
  readonly flows: readonly { readonly path: string; readonly width: number }[]
}

export const markWidth = 10
/** The largest column without its gaps. */
const full = 300
const gap = 8
/** Two lines of a label. */
const leastSlot = 36

/** Where the marks and the flows of a Sankey diagram stand, in px: heights for sizes on one scale, nodes of a column in their order. */
export function flowLayout({ width, columns, nodes, flows }: FlowLayoutOptions): FlowLayout {
  const totals = Array.from({ length: columns }, () => 0)
  for (const { column, size } of nodes) totals[column] = (totals[column] ?? 0) + size
  const scale = full / Math.max(1, ...totals)
  const columnWidth = width / columns
  const foot = totals.map(() => gap)
  const placed = nodes.map(({ column, size }) => {
    const y = foot[column] ?? gap
    foot[column] = y + Math.max(leastSlot, size * scale) + gap
    return { x: column * columnWidth, y, height: Math.max(2, size * scale) }
  })
  const leaving = stack(flows, placed, 'left', scale)
  const arriving = stack(flows, placed, 'right', scale)
  return {
    height: Math.max(full, ...foot),
    labelWidth: columnWidth - markWidth - 16,
    nodes: placed,
    flows: flows.map(({ left, right, size }, at) => {
      const from = (placed[left]?.x ?? 0) + markWidth
      const to = placed[right]?.x ?? 0
      const middle = ((from + to) / 2).toFixed(1)
      const [a, b] = [(leaving[at] ?? 0).toFixed(1), (arriving[at] ?? 0).toFixed(1)]
      return {
        path: `M${from.toFixed(1)} ${a}C${middle} ${a} ${middle} ${b} ${to.toFixed(1)} ${b}`,
        width: Math.max(1, size * scale),
      }
    }),
  }
}

/** The y of the middle of each flow at one of its ends: in a node they lie under each other in the order of their other ends. */
function stack(
  flows: readonly Flow[],
  placed: readonly { readonly y: number }[],
  end: 'left' | 'right',
  scale: number,
): readonly number[] {
  const other = end === 'left' ? 'right' : 'left'
  const used = new Map<number, number>()
  const found = new Array<number>(flows.length)
  const order = [...flows.keys()].sort((a, b) => (flows[a] as Flow)[other] - (flows[b] as Flow)[other])
  for (const at of order) {
    const flow = flows[at] as Flow
    const thick = Math.max(1, flow.size * scale)
    const from = used.get(flow[end]) ?? placed[flow[end]]?.y ?? 0
    found[at] = from + thick / 2
    used.set(flow[end], from + thick)
  }
  return found
}

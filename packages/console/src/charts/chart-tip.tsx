export interface ChartTipProps {
  /** Where the hair stands, px. */
  readonly x: number
  readonly width: number
  readonly head: string
  readonly lines: readonly { readonly name: string; readonly text: string }[]
}

/** What stands under the pointer or the arrow keys. Spoken too, since it only shows when the reader moves. */
export function ChartTip({ x, width, head, lines }: ChartTipProps) {
  const side = x > width / 2 ? { right: Math.max(0, width - x + 10) } : { left: x + 10 }
  return (
    <div className="chart-tip" role="status" style={side}>
      <b>{head}</b>
      {lines.map((line) => (
        <div key={line.name}>
          {line.name} <b>{line.text}</b>
        </div>
      ))}
    </div>
  )
}

/** A line without axes, beside a number that says where it ends. */
export function Sparkline({ values, height = 20 }: { readonly values: readonly number[]; readonly height?: number }) {
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const path = values
    .map((value, i) => {
      const x = ((i / Math.max(1, values.length - 1)) * 120).toFixed(1)
      const y = (height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)
      return `${i === 0 ? 'M' : 'L'}${x} ${y}`
    })
    .join('')
  return (
    <svg width="100%" height={height} viewBox={`0 0 120 ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path
        d={path}
        vectorEffect="non-scaling-stroke"
        style={{ fill: 'none', stroke: 'var(--neutral-mark)', strokeWidth: 1.5 }}
      />
    </svg>
  )
}

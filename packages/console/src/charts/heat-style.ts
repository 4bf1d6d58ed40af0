import type { CSSProperties } from 'react'

/** The ground of a heat map's cell: the darker the more, and never so dark that its number cannot be read. */
export const heatStyle = (share: number): CSSProperties =>
  ({ '--share': `${Math.round(45 * share)}%` }) as CSSProperties

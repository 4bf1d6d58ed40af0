import { intervalScale } from '../../../evaluations/interval-scale.ts'
import type { LineFigure } from '../report-document.ts'
import { writeValue } from '../write-number.ts'
import { colours, drawing, figureWidth, lineBetween, textAt } from './svg-parts.ts'

const left = 64
const top = 12
const plot = { width: figureWidth - left - 12, height: 160 }
const mostLabels = 7

/** Estimates from left to right with their 95 % intervals as a band; it breaks where there is nothing. */
export function lineWithBand({ title, unit, points, reference }: LineFigure): string {
  const known = points.flatMap(({ estimate }) => (estimate === null ? [] : [[estimate.low, estimate.high] as const]))
  const held = [...known, ...(reference === null ? [] : [[reference, reference] as const])]
  const scale = intervalScale(held.length === 0 ? [[0, 1]] : held, plot.height)
  const x = (at: number): number => left + (points.length < 2 ? 0.5 : at / (points.length - 1)) * plot.width
  const y = (value: number): number => top + plot.height - scale.at(value)
  const every = Math.max(1, Math.ceil(points.length / mostLabels))
  const parts = [
    ...scale.ticks.flatMap((tick) => [
      lineBetween([left, y(tick)], [left + plot.width, y(tick)]),
      textAt(left - 6, y(tick) + 4, writeValue(tick, unit), { end: true, soft: true }),
    ]),
    ...runs(points).flatMap((run) => {
      const upper = run.map(({ at, estimate }) => `${x(at).toFixed(1)},${y(estimate.high).toFixed(1)}`)
      const lower = run.map(({ at, estimate }) => `${x(at).toFixed(1)},${y(estimate.low).toFixed(1)}`).toReversed()
      const middle = run.map(({ at, estimate }) => `${x(at).toFixed(1)},${y(estimate.value).toFixed(1)}`)
      return [
        `<polygon points="${[...upper, ...lower].join(' ')}" fill="${colours.band}" fill-opacity="0.8"/>`,
        `<polyline points="${middle.join(' ')}" fill="none" stroke="${colours.accent}" stroke-width="2"/>`,
        ...run.map(
          ({ at, estimate }) =>
            `<circle cx="${x(at).toFixed(1)}" cy="${y(estimate.value).toFixed(1)}" r="2.5" fill="${colours.accent}"/>`,
        ),
      ]
    }),
    ...(reference === null
      ? []
      : [lineBetween([left, y(reference)], [left + plot.width, y(reference)], { colour: colours.soft, dashed: true })]),
    ...points.flatMap(({ label }, at) =>
      at % every === 0 ? [textAt(x(at), top + plot.height + 18, label, { middle: true, soft: true })] : [],
    ),
  ]
  const description = points
    .map(({ label, estimate }) =>
      estimate === null
        ? `${label}: –`
        : `${label}: ${writeValue(estimate.value, unit)} (${writeValue(estimate.low, unit)} – ${writeValue(estimate.high, unit)})`,
    )
    .join('; ')
  return drawing(title, description, top + plot.height + 28, parts)
}

type Known = { readonly at: number; readonly estimate: NonNullable<LineFigure['points'][number]['estimate']> }

/** Neighbouring points that have an estimate. */
function runs(points: LineFigure['points']): Known[][] {
  const found: Known[][] = [[]]
  points.forEach(({ estimate }, at) => {
    if (estimate !== null) found.at(-1)?.push({ at, estimate })
    else if (found.at(-1)?.length) found.push([])
  })
  return found.filter((run) => run.length > 0)
}

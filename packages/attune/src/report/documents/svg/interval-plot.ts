import { intervalScale } from '../../../evaluations/interval-scale.ts'
import type { IntervalFigure, ReportNumber } from '../report-document.ts'
import { writeNumber, writeValue } from '../write-number.ts'
import { colours, drawing, figureWidth, lineBetween, shorten, textAt } from './svg-parts.ts'

const left = 170
const width = 240
const row = 28
const head = 26

/** One line a row: the 95 % interval, a dot for the estimate, its figures beside it. */
export function intervalPlot(
  { title, rows, reference }: IntervalFigure,
  numbers: ReadonlyMap<string, ReportNumber>,
): string {
  const shown = rows.flatMap(({ label, number: id }) => {
    const number = numbers.get(id)
    return number === undefined ? [] : [{ label, number }]
  })
  const ends = shown.map(({ number: { value, low, high } }) => [low ?? value, high ?? value] as const)
  const scale = intervalScale([...ends, ...(reference === null ? [] : [[reference, reference] as const])], width)
  const unit = shown[0]?.number.unit ?? 'decimal'
  const x = (value: number): number => left + scale.at(value)
  const foot = head + shown.length * row
  const parts = [
    ...scale.ticks.flatMap((tick) => [
      lineBetween([x(tick), head], [x(tick), foot]),
      textAt(x(tick), head - 8, writeValue(tick, unit), { middle: true, soft: true }),
    ]),
    ...(reference === null
      ? []
      : [lineBetween([x(reference), head], [x(reference), foot], { colour: colours.soft, dashed: true })]),
    ...shown.flatMap(({ label, number }, at) => {
      const y = head + at * row + row / 2
      const { value, low, high } = number
      return [
        textAt(0, y + 4, shorten(label, 26)),
        ...(low === null || high === null
          ? []
          : [lineBetween([x(low), y], [x(high), y], { colour: colours.accent, width: 2 })]),
        `<circle cx="${x(value).toFixed(1)}" cy="${y.toFixed(1)}" r="4" fill="${colours.accent}"/>`,
        textAt(figureWidth, y + 4, writeNumber(number), { end: true }),
      ]
    }),
  ]
  const description = shown.map(({ label, number }) => `${label}: ${writeNumber(number)}`).join('; ')
  return drawing(title, description, foot + 8, parts)
}

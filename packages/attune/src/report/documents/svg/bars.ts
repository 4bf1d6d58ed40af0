import type { BarsFigure, ReportNumber } from '../report-document.ts'
import { writeNumber } from '../write-number.ts'
import { colours, drawing, figureWidth, lineBetween, shorten, textAt } from './svg-parts.ts'

const left = 170
const width = 300
const row = 26

/** One bar a row from zero, to the left where it is below; what it is worth stands beside it. */
export function bars({ title, rows }: BarsFigure, numbers: ReadonlyMap<string, ReportNumber>): string {
  const shown = rows.flatMap(({ label, number: id }) => {
    const number = numbers.get(id)
    return number === undefined ? [] : [{ label, number }]
  })
  const values = shown.map(({ number }) => number.value)
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  const span = most - least || 1
  const x = (value: number): number => left + ((value - least) / span) * width
  const height = shown.length * row + 8
  const parts = [
    ...shown.flatMap(({ label, number }, at) => {
      const y = at * row + 5
      const [from, to] = [x(Math.min(0, number.value)), x(Math.max(0, number.value))]
      return [
        textAt(0, y + 13, shorten(label, 26)),
        `<rect x="${from.toFixed(1)}" y="${y}" width="${(to - from).toFixed(1)}" height="16" fill="${number.value < 0 ? colours.soft : colours.accent}"/>`,
        textAt(figureWidth, y + 13, writeNumber(number), { end: true }),
      ]
    }),
    lineBetween([x(0), 0], [x(0), height - 4], { colour: colours.soft }),
  ]
  return drawing(title, shown.map(({ label, number }) => `${label}: ${writeNumber(number)}`).join('; '), height, parts)
}

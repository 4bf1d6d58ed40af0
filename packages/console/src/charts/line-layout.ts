import { linearScale, ticksAround } from './scale.ts'
import { spreadLabels } from './spread-labels.ts'
import { textWidth } from './text-width.ts'

export interface Series {
  readonly key: string
  readonly name: string
  /** CSS colours of the mark and of its label. */
  readonly color: string
  readonly ink: string
  /** One value a place of the x axis; null where there is none. */
  readonly values: readonly (number | null)[]
  readonly low?: readonly (number | null)[]
  readonly high?: readonly (number | null)[]
  /** A thin line behind the others, without a name at its end. */
  readonly faint?: boolean
}

export interface Mark {
  /** Place on the x axis. */
  readonly at: number
  readonly label: string
  /** For narrow charts. */
  readonly short: string
}

export interface LineLayoutOptions {
  readonly width: number
  readonly height: number
  readonly xLabels: readonly string[]
  readonly series: readonly Series[]
  readonly marks: readonly Mark[]
  /** A tick, beside the others that it shares its decimals with. */
  readonly yFormat: (value: number, ticks: readonly number[]) => string
  /** Share of the values that may lie outside the axis, half of it on either side. Default .04. */
  readonly outliers?: number
}

const isNumber = (value: number | null | undefined): value is number => value !== null && value !== undefined

/** Where everything of a line chart stands, in px. */
export function lineLayout({ width, height, xLabels, series, marks, yFormat, outliers = 0.04 }: LineLayoutOptions) {
  const narrow = width < 460
  const places = xLabels.length
  const bounded = series.flatMap((s) => [...s.values, ...(s.low ?? []), ...(s.high ?? [])]).filter(isNumber)
  // A band of a nearly empty day must not flatten all others: the axis leaves the outermost out.
  const sorted = bounded.toSorted((a, b) => a - b)
  const cut = Math.floor((sorted.length * outliers) / 2)
  const yTicks = ticksAround(sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 1, 5)
  const domain = [yTicks[0] as number, yTicks.at(-1) as number] as const

  const left = Math.max(...yTicks.map((tick) => textWidth(yFormat(tick, yTicks)))) + 8
  const named = series.filter(({ faint }) => !faint)
  const widest = Math.max(0, ...named.map((s) => textWidth(s.name)))
  const right = series.length > 0 ? Math.min(narrow ? 96 : 150, widest) + 16 : 8
  const top = marks.length > 0 ? 26 : 12
  const bottom = 24
  const x = (place: number) => left + (places < 2 ? 0.5 : place / (places - 1)) * (width - left - right)
  const y = linearScale(domain, [height - bottom, top])

  // Labels of the x axis from the newest backwards, none touching the next.
  const slot = Math.max(narrow ? 64 : 84, Math.max(0, ...xLabels.map(textWidth)) + 16)
  const step = Math.max(1, Math.ceil(slot / ((width - left - right) / Math.max(1, places - 1))))
  const xTicks: number[] = []
  for (let place = places - 1; place >= 0; place -= step) xTicks.unshift(place)
  const first = xTicks[0]
  if (first !== undefined && xTicks.length > 2 && x(first) - textWidth(xLabels[first] ?? '') / 2 < left - 8)
    xTicks.shift()

  const ends = named.flatMap((s) => {
    const place = s.values.findLastIndex(isNumber)
    return place < 0 ? [] : [{ series: s, place, x: x(place), y: y(s.values[place] as number) }]
  })
  const labelY = spreadLabels(
    ends.map((end) => end.y),
    17,
    [top, height - bottom],
  )
  return {
    narrow,
    left,
    right,
    top,
    bottom,
    x,
    y,
    yTicks,
    xTicks,
    ends: ends.map((end, i) => ({ ...end, labelY: labelY[i] as number, labelX: width - right + 9 })),
    marks: placeMarks(marks, x, narrow, [left, width - right]),
  }
}

/** Labels of marks that would run into the one before lose their words and keep their line. */
function placeMarks(
  marks: readonly Mark[],
  x: (place: number) => number,
  narrow: boolean,
  [from, to]: readonly [number, number],
) {
  let free = Number.POSITIVE_INFINITY
  return marks
    .toSorted((a, b) => b.at - a.at)
    .map((mark) => {
      const at = x(mark.at)
      const text = narrow ? mark.short : mark.label
      const half = textWidth(text) / 2
      const center = Math.max(from + half - 8, Math.min(to + 60 - half, at))
      const fits = center + half + 8 < free
      if (fits) free = center - half
      return { ...mark, x: at, center, text: fits ? text : undefined }
    })
}

export type LineLayout = ReturnType<typeof lineLayout>

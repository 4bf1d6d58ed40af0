import type { Estimate, Overview } from 'attune/api-types'
import type { Mark, Series } from '../../charts/line-layout.ts'
import { dayAt } from '../../format/utc-offset.ts'
import { rollingMean } from './rolling-mean.ts'

export interface DailyOptions {
  readonly overview: Overview
  readonly measure: 'ctr' | 'revenuePerThousand'
  readonly name: (variation: string) => string
  readonly launchText: (name: string) => string
  /** Offset from UTC of the days, such as `+08:00`. */
  readonly offset: string
}

export interface Daily {
  /** Days with a figure, oldest first, as the times of their noons. */
  readonly days: readonly number[]
  readonly series: readonly Series[]
  readonly marks: readonly Mark[]
}

const colors = [1, 2, 3, 4, 5].map((n) => `var(--cat-${n})`)
const grey = { color: 'var(--neutral-mark)', ink: 'var(--ink-2)' }

/** Turns the rows by day and variation into lines: ours in the accent, the control in grey, others in the equal palette. */
export function dailySeries({ overview, measure, name, launchText, offset }: DailyOptions): Daily {
  const { daily, effect, launches } = overview
  const measured = daily.filter((row) => row[measure] !== null)
  const days = [...new Set(measured.map((row) => row.day))].sort()
  const variations = [...new Set(measured.map((row) => row.variation))].sort()
  const rows = new Map(measured.map((row) => [`${row.variation}\n${row.day}`, row]))
  const estimatesOf = (variation: string): readonly (Estimate | null)[] => {
    const figures = days.map((day) => {
      const row = rows.get(`${variation}\n${day}`)
      return { exposures: row?.exposures ?? 0, estimate: row?.[measure] ?? null }
    })
    // Revenue hangs on a few orders a day: a day alone says little.
    return measure === 'ctr' ? figures.map(({ estimate }) => estimate) : rollingMean(figures, 7)
  }
  let next = 0
  const series = variations.map((variation): Series => {
    const look =
      variation === effect?.control
        ? grey
        : variation === effect?.treatment || variations.length === 1
          ? { color: 'var(--accent)', ink: 'var(--accent)' }
          : { color: colors[next++] ?? grey.color, ink: 'var(--ink)' }
    const estimates = estimatesOf(variation)
    return {
      key: variation,
      name: name(variation),
      ...look,
      values: estimates.map((estimate) => estimate?.value ?? null),
      low: estimates.map((estimate) => estimate?.low ?? null),
      high: estimates.map((estimate) => estimate?.high ?? null),
    }
  })
  // The control is drawn first, so that ours lies on top.
  series.sort((a, b) => Number(b.color === grey.color) - Number(a.color === grey.color))

  const marks = launches.flatMap(({ at, name: model, version }): Mark[] => {
    const place = days.indexOf(dayAt(Date.parse(at), offset))
    return place < 0 ? [] : [{ at: place, label: launchText(`${model} v${version}`), short: `v${version}` }]
  })
  return { days: days.map((day) => Date.parse(`${day.slice(0, 10)}T12:00:00${offset}`)), series, marks }
}

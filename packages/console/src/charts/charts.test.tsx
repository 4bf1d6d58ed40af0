import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { BarChart } from './bar-chart.tsx'
import { IntervalPlot, toneOf } from './interval-plot.tsx'
import { LineChart } from './line-chart.tsx'
import { lineLayout } from './line-layout.ts'

const percent = (v: number) => `${Math.round(v * 100)}%`

describe('an interval', () => {
  test('is good, bad or undecided by whether it leaves out zero', () => {
    expect([
      toneOf({ low: 0.1, high: 0.3 }),
      toneOf({ low: -0.3, high: -0.1 }),
      toneOf({ low: -0.1, high: 0.3 }),
    ]).toEqual(['good', 'bad', 'none'])
    expect(toneOf({ low: -0.3, high: -0.1 }, 'down')).toBe('good')
  })
  test('draws line, box and notch where they belong, in per cent of the width', () => {
    const svg = renderToStaticMarkup(
      <IntervalPlot estimate={{ value: 5, low: 3, high: 7 }} domain={[0, 10]} label="five" />,
    )
    expect(svg).toContain('class="w95" x1="30%" x2="70%"')
    expect(svg).toContain('class="est" x1="50%" x2="50%"')
    expect(svg).toContain('tone-good')
    // The box: half a normal's mass lies within .674 of 1.96 half-widths, here 5 ± .6878.
    expect(Number(/w50" x="([\d.]+)%/.exec(svg)?.[1])).toBeCloseTo(43.12, 1)
    expect(Number(/w50".*? width="([\d.]+)%/.exec(svg)?.[1])).toBeCloseTo(13.76, 1)
  })
  test('says everything in words', () => {
    const svg = renderToStaticMarkup(
      <IntervalPlot estimate={{ value: 5, low: 3, high: 7 }} domain={[0, 10]} label="Clicks: +5%" />,
    )
    expect(svg).toContain('role="img" aria-label="Clicks: +5%"')
  })
})

describe('a line chart', () => {
  const series = [
    { key: 'a', name: 'Popular', color: 'grey', ink: 'grey', values: [0.02, 0.03, null, 0.03] },
    {
      key: 'b',
      name: 'Personalised',
      color: 'teal',
      ink: 'teal',
      values: [0.03, 0.04, 0.04, 0.05],
      low: [0.02, 0.03, 0.03, 0.04],
      high: [0.04, 0.05, 0.05, 0.06],
    },
  ]
  const xLabels = ['19 Nov', '20 Nov', '21 Nov', '22 Nov']
  const html = renderToStaticMarkup(
    <LineChart
      sentence="It rises"
      xHead="Day"
      xLabels={xLabels}
      series={series}
      yFormat={percent}
      valueFormat={(v, low, high) =>
        `${percent(v)}${low === null || high === null ? '' : ` (${percent(low)}–${percent(high)})`}`
      }
      tableSummary="Numbers as a table"
    />,
  )
  test('has a sentence, can be reached by keyboard, and has its numbers as a table', () => {
    expect(html).toMatch(/<svg[^>]*role="img"[^>]*tabindex="0"[^>]*aria-label="It rises"/)
    expect(html).toContain('<summary>Numbers as a table</summary>')
    expect(html).toContain('<th scope="row">22 Nov</th><td class="num">3%</td><td class="num">5% (4%–6%)</td>')
    expect(html).toContain('<th scope="row">21 Nov</th><td class="num"></td>')
  })
  test('names its lines at their ends, without a legend', () => {
    expect(html.match(/>Personalised<\/text>/g)).toHaveLength(1)
  })
  test('keeps labels of launches apart', () => {
    const marks = [
      { at: 1, label: 'recencyItemKnn v12 live', short: 'v12' },
      { at: 2, label: 'recencyItemKnn v13 live', short: 'v13' },
    ]
    const layout = lineLayout({ width: 480, height: 200, xLabels, series, marks, yFormat: percent })
    expect(layout.marks.map(({ text }) => text)).toEqual(['recencyItemKnn v13 live', undefined])
  })
  test('one day alone stands in the middle', () => {
    const one = [{ ...series[1]!, values: [0.03], low: [0.02], high: [0.04] }]
    const layout = lineLayout({
      width: 600,
      height: 200,
      xLabels: ['22 Nov'],
      series: one,
      marks: [],
      yFormat: percent,
    })
    expect(layout.x(0)).toBeCloseTo((layout.left + 600 - layout.right) / 2)
  })
})

test('bars start at zero, and their heights are their values', () => {
  const html = renderToStaticMarkup(
    <BarChart
      height={122}
      sentence="s"
      xHead="Day"
      yHead="Events"
      xLabels={['a', 'b', 'c']}
      values={[0, 5, 10]}
      format={String}
      tableSummary="t"
    />,
  )
  const heights = [...html.matchAll(/<rect[^>]*height="([\d.]+)"/g)].map(([, h]) => Number(h))
  expect(heights).toEqual([0, 46, 92])
})

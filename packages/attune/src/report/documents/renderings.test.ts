import { expect, test } from 'vitest'
import { documentWith } from './document.fixture.ts'
import { markdownText } from './markdown-text.ts'
import { renderHtml } from './render-html.ts'
import { renderMarkdown } from './render-markdown.ts'
import { figureSvg } from './svg/figure-svg.ts'

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</title></svg><iframe src=//evil.example>',
  '[click](javascript:alert(1))',
  '![x](https://evil.example/p.png)',
  '| a | b |\n# head\n<b>x</b>',
  '`code` **bold** https://evil.example @somebody',
  '\u0000\u001b]8;;x\u0007 \ud800',
]

/** A slow but strict reader: every tag of a page, its attributes apart. */
const tagsOf = (page: string) => [...page.matchAll(/<\/?([a-z0-9]+)((?:\s+[a-z0-9:-]+(?:="[^"<>]*")?)*)\s*\/?>/gi)]
const allowed = new Set(
  'html head meta title style body h1 h2 p div section ul li table caption thead tbody tr th td figure figcaption svg desc rect line text circle polygon polyline'.split(
    ' ',
  ),
)

test.each(hostile)('the page shows %j as text, and does nothing else with it', (name) => {
  const page = renderHtml(documentWith(name))
  const tags = tagsOf(page)
  for (const [, tag] of tags) expect([...allowed]).toContain(tag)
  // Nothing is left of angle brackets but the tags and the doctype.
  expect(
    page
      .replaceAll(/<style>[^<]*<\/style>/g, '')
      .replace('<!doctype html>', '')
      .split('<').length - 1,
  ).toBe(tags.length - 2)
  for (const [, , attributes] of tags) expect(attributes).not.toMatch(/\son\w+|href|src=/i)
})

test.each(hostile)('charts show %j as text', (name) => {
  const { sections, numbers } = documentWith(name)
  for (const figure of sections[0]!.figures) {
    const svg = figureSvg(figure, new Map(numbers.map((number) => [number.id, number])))
    expect(svg.split('<').length - 1).toBe(tagsOf(svg).length)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(svg.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  }
})

test.each(hostile)('Markdown shows %j as text on one line', (name) => {
  const text = markdownText(name)
  expect(text).not.toMatch(/[\n<>]|:\/\/|(?<!\\)[`*_[\]|!]|(?<![\\&])#/)
  const lines = renderMarkdown(documentWith(name)).split('\n')
  expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1)
  // Title, heading, ruler and one row: a bar in a name ends no cell.
  const cells = lines.filter((line) => line.startsWith('| ')).map((line) => line.split(/(?<!\\)\|/).length - 2)
  expect(cells).toEqual([2, 2, 2])
})

test('the page needs nothing from elsewhere, says its language and its numbers, and prints on A4', () => {
  const page = renderHtml(documentWith('首页', 'zh'))
  expect(page).toContain('<html lang="zh-CN">')
  expect(page).toContain('@page{size:A4')
  expect(page).toContain('4.20% (3.90% – 4.52%)')
  expect(page).toContain('区间均为 95%')
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/)
  expect(page.match(/<svg /g)).toHaveLength(3)
})

test('Markdown names charts, or shows them where they lie', () => {
  const document = documentWith('home')
  expect(renderMarkdown(document)).toContain('*Chart: home (drawn in the HTML')
  expect(renderMarkdown(document, { pictureAt: (at) => `x-${at}.svg` })).toContain('![home](<x-2.svg>)')
  expect(renderMarkdown(documentWith('首页', 'zh'))).toContain('图：首页')
})

test('the longer bar is the larger one, and one below zero lies left of it', () => {
  const numbers = [3, 1, -2].map((value, at) => ({
    id: `n${at}`,
    unit: 'signed' as const,
    value,
    low: null,
    high: null,
  }))
  const svg = figureSvg(
    { kind: 'bars', title: 't', rows: numbers.map(({ id }) => ({ label: id, number: id })) },
    new Map(numbers.map((number) => [number.id, number])),
  )
  const rects = [...svg.matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].map(([, x, width]) => [
    Number(x),
    Number(width),
  ])
  const [[zero, three], [other, one], [left, two]] = rects as [[number, number], [number, number], [number, number]]
  expect(zero).toBe(other)
  expect(three / one).toBeCloseTo(3, 1)
  expect(left + two).toBeCloseTo(zero, 1)
})

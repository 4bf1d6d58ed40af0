import type { Comparison, EvaluatedModel } from '../api/schemas/evaluations.ts'
import { displayWidth } from '../cli/output.ts'
import {
  bestFirst,
  comparisonSentence,
  decimal,
  type Language,
  metricName,
  range,
  signed,
  comparisonTexts as texts,
  verdictOf,
} from './comparison-texts.ts'
import { type IntervalScale, intervalScale } from './interval-scale.ts'

const width = 960
const margin = 24
const rowHeight = 44
/** Left edge and width of the two plots; their figures end at `figure`. */
const values = { left: 204, width: 250, figure: 568 }
const differences = { left: 612, width: 176, figure: width - margin }
/** A normal 95 % interval reaches 1.96 σ, a 50 % one .674 σ. */
const inner = 0.674 / 1.96

/**
 * A comparison as a picture: models best first; a line for the 95 % interval, a box for 50 %, a notch for the estimate;
 * beside it the difference to the first model. Follows the reader's light or dark scheme; needs no fonts and no scripts.
 *
 * @returns an SVG document
 */
export function comparisonSvg(comparison: Comparison, language: Language): string {
  const { metric, better, protocol, data, models } = comparison
  const [first] = models
  const rows = bestFirst(comparison)
  const compared = rows.length > 1
  const sentence = comparisonSentence(comparison, language)
  const heading = wrap(sentence, 86)
  const sub = [
    texts.protocol[protocol][language],
    texts.size(comparison)[language],
    ...(better === 'lower' ? [texts.lower[language]] : []),
  ].join(' · ')
  const head = margin + heading.length * 24 + 24 + 34
  const height = head + rows.length * rowHeight + 20 + 16 + margin
  const intervalOf = ({ intervals, metrics }: EvaluatedModel): readonly [number, number] =>
    intervals[metric] ?? [metrics[metric] ?? 0, metrics[metric] ?? 0]
  const scale = intervalScale(rows.map(intervalOf), values.width)
  const shown = rows.flatMap((row) => row.differences[metric] ?? [])
  const gaps = intervalScale([[0, 0], ...shown.map(({ low, high }) => [low, high] as const)], differences.width)
  const foot = head + rows.length * rowHeight

  const parts = [
    `<title id="t">${escaped(sentence)}</title>`,
    `<desc id="d">${escaped(rows.map((row) => describe(row, comparison, language)).join(language === 'zh' ? '；' : '; '))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    ...heading.map((line, at) => text(margin, margin + 16 + at * 24, line, 'h')),
    text(margin, margin + heading.length * 24 + 12, sub, 's'),
    text(values.figure, head - 10, metricName(metric), 's end'),
    ...axis(scale, values.left, head, foot),
    line(values.left + scale.at(first?.metrics[metric] ?? 0), head - 4, foot, 'ref'),
    ...(compared
      ? [
          text(differences.figure, head - 28, texts.difference(shorten(first?.name ?? '', 40))[language], 's end'),
          ...axis(gaps, differences.left, head, foot),
          line(differences.left + gaps.at(0), head - 4, foot, 'ref'),
        ]
      : []),
    ...rows.flatMap((row, at) => {
      const y = head + at * rowHeight + rowHeight / 2
      const tone = row === first ? 'none' : verdictOf(row, comparison)
      const [low, high] = intervalOf(row)
      const value = row.metrics[metric] ?? Number.NaN
      const difference = row.differences[metric]
      return [
        `<line class="hair" x1="${margin}" x2="${width - margin}" y1="${y - rowHeight / 2}" y2="${y - rowHeight / 2}"/>`,
        text(margin, row === first && compared ? y - 3 : y + 5, shorten(row.name, 24), 'n'),
        ...(row === first && compared ? [text(margin, y + 14, texts.reference[language], 's')] : []),
        ...interval({ value, low, high }, scale, values.left, y, tone),
        text(values.figure, y - 2, decimal(value), `v end ${tone}`),
        text(values.figure, y + 14, range([low, high], language), 's end'),
        ...(difference
          ? [
              ...interval(difference, gaps, differences.left, y, tone),
              text(differences.figure, y - 2, signed(difference.value), `v end ${tone}`),
              text(differences.figure, y + 14, range([difference.low, difference.high], language, signed), 's end'),
            ]
          : []),
      ]
    }),
    `<line class="hair" x1="${margin}" x2="${width - margin}" y1="${foot}" y2="${foot}"/>`,
    text(margin, foot + 28, texts.how[language], 's'),
  ]
  const lang = language === 'zh' ? 'zh-CN' : 'en'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" lang="${lang}" role="img" aria-labelledby="t d" data-of="${escaped(data)}">\n${parts.join('\n')}\n</svg>\n`
}

function describe(row: EvaluatedModel, comparison: Comparison, language: Language): string {
  const { metric } = comparison
  const ends = row.intervals[metric]
  const difference = row.differences[metric]
  const [open, close, comma] = language === 'zh' ? ['（', '）', '，'] : [' (', ')', ', ']
  const own = `${row.name} ${decimal(row.metrics[metric] ?? Number.NaN)}${ends ? `${open}${range(ends, language)}${close}` : ''}`
  if (!difference) return own
  const word = verdictOf(row, comparison) === 'none' ? `${comma}${texts.undecided[language]}` : ''
  return `${own}${comma}${signed(difference.value)}${open}${range([difference.low, difference.high], language, signed)}${close}${word}`
}

function interval(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  { at }: IntervalScale,
  left: number,
  y: number,
  tone: 'good' | 'bad' | 'none',
): string[] {
  const x = (v: number): string => (left + at(v)).toFixed(1)
  const from = left + at(value - (value - low) * inner)
  const to = left + at(value + (high - value) * inner)
  return [
    `<g class="${tone}"><line class="w95" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>`,
    `<rect class="w50" x="${from.toFixed(1)}" width="${Math.max(2, to - from).toFixed(1)}" y="${y - 5}" height="10" rx="1.5"/>`,
    `<line class="est" x1="${x(value)}" x2="${x(value)}" y1="${y - 5}" y2="${y + 5}"/></g>`,
  ]
}

function axis({ at, ticks, digits }: IntervalScale, left: number, head: number, foot: number): string[] {
  return ticks.flatMap((tick) => [
    line(left + at(tick), head, foot, 'grid'),
    text(
      left + at(tick),
      head - 10,
      tick
        .toFixed(digits)
        .replace('-', '−')
        .replace(/^−(0\.?0*)$/, '$1'),
      's mid',
    ),
  ])
}

function line(x: number, from: number, to: number, name: string): string {
  return `<line class="${name}" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${from}" y2="${to}"/>`
}

function text(x: number, y: number, content: string, names: string): string {
  return `<text class="${names}" x="${x.toFixed(1)}" y="${y}">${escaped(content)}</text>`
}

/** Lines of at most `most` columns; breaks at spaces, and between Chinese characters. */
function wrap(sentence: string, most: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const piece of sentence.match(/[\p{Script=Han}，：；（）]|[^\s\p{Script=Han}，：；（）]+\s*|\s+/gu) ?? []) {
    if (current !== '' && displayWidth(current + piece.trimEnd()) > most && !/^[，：；）]/.test(piece)) {
      lines.push(current.trimEnd())
      current = ''
    }
    current += piece
  }
  return [...lines, current.trimEnd()]
}

function shorten(name: string, most: number): string {
  if (displayWidth(name) <= most) return name
  let short = ''
  for (const char of name) {
    if (displayWidth(short + char) > most - 1) break
    short += char
  }
  return `${short}…`
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`).replace(/\p{Cc}/gu, ' ')
}

/** Colours of the console, light and dark. */
const style = `
svg{--paper:#fff;--ink:#1a1c1e;--ink-3:#63676c;--line:#e4e2dc;--grid:#eceae5;--ref:#4b4f54;--accent:#0b6873;--bad:#ae3e0e;--mark:#7c8085;
font-family:Inter,"Segoe UI",-apple-system,BlinkMacSystemFont,Roboto,"Noto Sans","DejaVu Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
@media (prefers-color-scheme:dark){svg{--paper:#181b1d;--ink:#eceeef;--ink-3:#959ba1;--line:#2a2f32;--grid:#25292c;--ref:#b7bcc1;--accent:#56bcc6;--bad:#f2925f;--mark:#8b9197}}
.paper{fill:var(--paper)}text{fill:var(--ink);font-size:13px}.h{font-size:16px;font-weight:600}.s{font-size:12px;fill:var(--ink-3)}.n{font-weight:500}
.v{font-weight:600}.v.good{fill:var(--accent)}.v.bad{fill:var(--bad)}.end{text-anchor:end}.mid{text-anchor:middle}
.hair{stroke:var(--line)}.grid{stroke:var(--grid)}.ref{stroke:var(--ref);stroke-dasharray:2 3}
.good{color:var(--accent)}.bad{color:var(--bad)}.none{color:var(--mark)}
.w95{stroke:currentColor;stroke-width:2}.w50{fill:currentColor}.est{stroke:var(--paper);stroke-width:2}
.none .w50{fill:var(--paper);stroke:currentColor;stroke-width:1.5}.none .est{stroke:currentColor}
`

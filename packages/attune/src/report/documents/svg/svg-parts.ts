import { displayWidth } from '../../../cli/output.ts'
import { htmlText } from '../../../protect/rights/html-text.ts'

/** Across a page of A4 less its margins, in pixels of 1/96 inch. */
export const figureWidth = 640
export const colours = {
  ink: '#1a1c1e',
  soft: '#63676c',
  grid: '#e4e2dc',
  accent: '#0b6873',
  band: '#cfe3e5',
} as const

const font = 'Inter,Segoe UI,Roboto,Noto Sans,PingFang SC,Microsoft YaHei,Noto Sans CJK SC,sans-serif'
const at = (value: number): string => value.toFixed(1)

/** Without control characters, which no XML may hold. */
const clean = (text: string): string => htmlText(text.replaceAll(/\p{Cc}|[\uD800-\uDFFF](?![\uDC00-\uDFFF])/gu, ' '))

/** As much of a label as fits into so many columns; a Chinese character takes two. */
export function shorten(label: string, most: number): string {
  if (displayWidth(label) <= most) return label
  let short = ''
  for (const character of label) {
    if (displayWidth(short + character) > most - 1) break
    short += character
  }
  return `${short}…`
}

export function textAt(
  x: number,
  y: number,
  text: string,
  {
    end = false,
    middle = false,
    soft = false,
  }: { readonly end?: boolean; readonly middle?: boolean; readonly soft?: boolean } = {},
): string {
  const anchor = end ? ' text-anchor="end"' : middle ? ' text-anchor="middle"' : ''
  return `<text x="${at(x)}" y="${at(y)}" fill="${soft ? colours.soft : colours.ink}"${anchor}>${clean(text)}</text>`
}

export function lineBetween(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  { colour = colours.grid as string, width = 1, dashed = false } = {},
): string {
  const dash = dashed ? ' stroke-dasharray="3 3"' : ''
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${colour}" stroke-width="${width}"${dash}/>`
}

/**
 * An SVG drawing in light colours for paper, without scripts, styles and links; a reader that cannot see it is told its title
 * and what it shows.
 */
export function drawing(title: string, description: string, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${figureWidth} ${at(height)}" width="${figureWidth}" height="${at(height)}" role="img" font-family="${font}" font-size="12">`,
    `<title>${clean(title)}</title><desc>${clean(description)}</desc>`,
    `<rect width="${figureWidth}" height="${at(height)}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
  ].join('\n')
}

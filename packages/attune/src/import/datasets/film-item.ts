import type { ItemInput } from '../../api/schemas/items.ts'

const articles = "The|A|An|La|Le|Les|L'|Il|El|Das|Der|Die|Los|Las"
const inverted = new RegExp(`^(.*), (${articles})$`)

/**
 * A film as an item: `Matrix, The (1999)` becomes “The Matrix” with the year as an attribute and a tag, and its genres as categories.
 */
export function filmItem(id: string, rawTitle: string, genres: readonly string[]): ItemInput {
  const { title, year } = splitTitle(rawTitle)
  return {
    id,
    kind: 'film',
    title,
    categories: genres.filter((genre) => genre !== '' && genre !== 'unknown'),
    tags: year === undefined ? [] : [`${Math.floor(year / 10) * 10}s`],
    language: 'en',
    attributes: year === undefined ? {} : { year },
  }
}

export function splitTitle(raw: string): { readonly title: string; readonly year: number | undefined } {
  const match = /^(.*?)\s*\((\d{4})\)\s*$/.exec(raw)
  const name = match?.[1] ?? raw.trim()
  const year = match ? Number(match[2]) : undefined
  // Names in other languages follow in brackets: “Shanghai Triad (Yao a yao yao dao waipo qiao)”.
  const alternative = /^(.*?)(\s*\(.*\))$/.exec(name)
  const main = alternative?.[1] ?? name
  const rest = alternative?.[2] ?? ''
  const turned = inverted.exec(main)
  return { title: `${turned ? `${turned[2]}${turned[2]?.endsWith("'") ? '' : ' '}${turned[1]}` : main}${rest}`, year }
}

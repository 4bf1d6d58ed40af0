import { attributeLine } from './attributes.ts'
import { fillValues, hideValues, type Placeholders } from './placeholders.ts'
import type { AttributeText } from './read-attribute-texts.ts'

/**
 * What one would do without a model: the text whose attributes are most like those asked for, by Jaccard's index over names
 * with values and over names, with the values put in where it had its own.
 */
export function nearestText(
  rows: readonly AttributeText[],
  placeholders: Placeholders,
): (attributes: AttributeText['attributes']) => string {
  const known = [...new Map(rows.map((row) => [attributeLine(row.attributes), row])).values()].map((row) => ({
    row,
    features: featuresOf(row.attributes, placeholders),
  }))
  return (attributes) => {
    const own = featuresOf(attributes, placeholders)
    let best = { like: -1, row: known[0]?.row as AttributeText }
    for (const { row, features } of known) {
      const like = jaccard(own, features)
      if (like > best.like) best = { like, row }
    }
    const { text, attributes: theirs } = best.row
    return fillValues(hideValues(text, theirs, placeholders), attributes, placeholders).text
  }
}

/** Values that are filled in need not be alike. */
const featuresOf = (attributes: AttributeText['attributes'], { names }: Placeholders): ReadonlySet<string> =>
  new Set(
    attributes.flatMap(({ name, value }) => (names.includes(name) ? [`${name}:`] : [`${name}:`, `${name}: ${value}`])),
  )

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = a.intersection(b).size
  return common / (a.size + b.size - common)
}

import { foldWidth } from './fold-width.ts'
import type { Found, PersonalKind } from './personal-data.ts'

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Values that the caller knows, wherever they stand: in any case and width, with any spaces between their words. A Latin one
 * has to be a word of its own, so that Ann is not found in annual.
 */
export function findGiven(folded: string, kind: PersonalKind, values: Iterable<string>): readonly Found[] {
  const found: Found[] = []
  for (const value of values) {
    const words = foldWidth(value).trim().split(/\s+/).filter(Boolean)
    // One sign stands everywhere.
    if ([...words.join('')].length < 2) continue
    const body = words.map(escaped).join('\\s*')
    const [before, after] = [/^[\p{L}\p{N}]/u, /[\p{L}\p{N}]$/u].map((edge, i) => {
      const sign = edge.exec(words.join(''))?.[0] ?? ''
      if (sign === '' || /\p{Script=Han}/u.test(sign)) return ''
      return i === 0 ? '(?<![\\p{Script=Latin}\\p{N}])' : '(?![\\p{Script=Latin}\\p{N}])'
    })
    for (const match of folded.matchAll(new RegExp(`${before}${body}${after}`, 'giu')))
      found.push({ kind, start: match.index, end: match.index + match[0].length })
  }
  return found
}

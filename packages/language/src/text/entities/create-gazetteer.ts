import { LanguageError } from '../../errors.ts'
import { alignedMatches } from '../aligned-matches.ts'
import { englishWords } from '../english-words.ts'
import { createPhraseTable } from '../phrase-table.ts'
import type { Token } from '../token.ts'
import type { FoundEntity } from './entity.ts'

export interface GazetteerEntry {
  readonly kind: 'brand' | 'product'
  /** As it stands in texts, 2 to 200 UTF-16 units; an alias is an entry of its own with the same id. */
  readonly name: string
  readonly id?: string
}

/** Names of a catalogue, found in texts. */
export interface Gazetteer {
  readonly size: number
  /** For `createSegmenter`, so that names are tokens. */
  readonly names: readonly string[]
  find(text: string, tokens: readonly Token[]): readonly FoundEntity[]
}

const longestName = 200
const capital = /\p{Lu}/u

/**
 * A gazetteer of brands and products. The longest name counts; case and width do not matter, except that a name which is a common
 * English word (Gap, Next) needs its capital. Names of one character or of more than 200 are left out.
 *
 * @throws LanguageError `bad-option` when an entry has no name
 * @example
 * createGazetteer([{ kind: 'brand', name: '耐克', id: 'nike' }, { kind: 'brand', name: 'Nike', id: 'nike' }])
 */
export function createGazetteer(entries: Iterable<GazetteerEntry>): Gazetteer {
  const kept: GazetteerEntry[] = []
  for (const entry of entries) {
    if (typeof entry.name !== 'string' || (entry.kind !== 'brand' && entry.kind !== 'product'))
      throw new LanguageError('bad-option', 'An entry of a gazetteer has a name, and is a brand or a product.')
    const name = entry.name.trim()
    if (name.length > 1 && name.length <= longestName) kept.push({ ...entry, name })
  }
  const table = createPhraseTable(kept.map(({ name }) => name))
  return {
    size: table.size,
    names: kept.map(({ name }) => name),
    find: (text, tokens) =>
      alignedMatches(table, text, tokens).flatMap(({ start, end, phrase }) => {
        const { kind, name, id } = kept[phrase] as GazetteerEntry
        const own = text.slice(start, end)
        if (englishWords.has(name.toLowerCase()) && !capital.test(own)) return []
        return [{ kind, text: own, start, end, value: { name, ...(id === undefined ? {} : { id }) } }]
      }),
  }
}

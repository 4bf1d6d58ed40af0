import { findAddresses } from './find-addresses.ts'
import { findCards } from './find-cards.ts'
import { findEmails } from './find-emails.ts'
import { findGiven } from './find-given.ts'
import { findHandles } from './find-handles.ts'
import { findIdentityNumbers } from './find-identity-numbers.ts'
import { findIds } from './find-ids.ts'
import { findNames } from './find-names.ts'
import { findNetwork } from './find-network.ts'
import { findPapers } from './find-papers.ts'
import { findPhones } from './find-phones.ts'
import { foldWidth } from './fold-width.ts'
import type { Finder, Found } from './personal-data.ts'
import { placeholderPattern } from './placeholder.ts'

export interface KnownPersonalData {
  /** Names of the people a text is about: found wherever they stand. */
  readonly names?: Iterable<string>
  /** Ids of theirs: user ids, order numbers. */
  readonly ids?: Iterable<string>
}

/** In the order in which they are believed: checked numbers and marked forms first, what only its surroundings tell last. */
const finders: readonly Finder[] = [
  findNetwork,
  findEmails,
  findIdentityNumbers,
  findPapers,
  findIds,
  findHandles,
  findCards,
  findPhones,
  findAddresses,
  findNames,
]

/**
 * Personal data in a text, from left to right, nothing twice. Where two finds overlap, the one that is believed more stays,
 * and takes the rest of the other with it if that is of the same kind.
 */
export function findPersonalData(text: string, { names = [], ids = [] }: KnownPersonalData = {}): readonly Found[] {
  const folded = foldWidth(text)
  const candidates = [
    // Whoever writes a placeholder shall not read what stands behind it elsewhere: it is taken out, and put back, like an id.
    ...[...folded.matchAll(placeholderPattern)].map(({ 0: written, index }) => ({
      kind: 'ID' as const,
      start: index,
      end: index + written.length,
    })),
    ...findGiven(folded, 'ID', ids),
    ...finders.flatMap((find) => find(folded)),
    ...findGiven(folded, 'NAME', names),
  ]
  const kept: Found[] = []
  for (const candidate of candidates) {
    const over = kept.filter(({ start, end }) => start < candidate.end && candidate.start < end)
    if (over.length === 0) {
      kept.push(candidate)
      continue
    }
    const [only] = over
    if (over.length > 1 || only === undefined || only.kind !== candidate.kind) continue
    const start = Math.min(only.start, candidate.start)
    const end = Math.max(only.end, candidate.end)
    const free = kept.every((other) => other === only || other.end <= start || end <= other.start)
    if (free) kept.splice(kept.indexOf(only), 1, { kind: only.kind, start, end })
  }
  return kept.toSorted((a, b) => a.start - b.start)
}

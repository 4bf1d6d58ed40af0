import type { Tokenizer } from '@attune/learn'
import type { Attribute } from './attributes.ts'
import { isMark, marksFor, type Placeholders } from './placeholders.ts'

/**
 * The tokens that a text may have: of the placeholders only those that there are values for. Undefined, which is all, where
 * placeholders are no tokens of their own, as in a vocabulary from elsewhere.
 */
export function allowedTokens(
  tokenizer: Tokenizer,
  placeholders: Placeholders,
): (attributes: readonly Attribute[]) => ReadonlySet<number> | undefined {
  const ids = Array.from({ length: tokenizer.size }, (_, id) => id)
  const marks = new Map(ids.flatMap((id) => (isMark(tokenizer.tokenOf(id) ?? '') ? [[tokenizer.tokenOf(id), id]] : [])))
  const others = ids.filter((id) => !isMark(tokenizer.tokenOf(id) ?? ''))
  if (marks.size === 0) return () => undefined
  // There are few ways to have values, and many texts for each.
  const made = new Map<string, ReadonlySet<number>>()
  return (attributes) => {
    const own = marksFor(attributes, placeholders).flatMap((mark) => marks.get(mark) ?? [])
    const key = own.toSorted((a, b) => a - b).join()
    const allowed = made.get(key) ?? new Set([...others, ...own])
    made.set(key, allowed)
    return allowed
  }
}

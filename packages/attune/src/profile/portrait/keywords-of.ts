import { type CatalogueFacts, itemText } from './catalogue-facts.ts'
import { rounded } from './certain-share.ts'
import { iso } from './interests-of.ts'
import type { WeighedItem } from './weigh-activity.ts'
import type { WordsOf } from './words-of.ts'

/** The words of the items that carry most, weighted by how rare they are among items (TF-IDF with the person as the document). */
export function keywordsOf(
  weighed: Iterable<WeighedItem>,
  { facts, wordsOf, isSensitive }: { facts: CatalogueFacts; wordsOf: WordsOf; isSensitive: (name: string) => boolean },
  limit = 12,
) {
  const liked = [...weighed].filter(({ weight }) => weight > 0)
  // Beyond these an item adds next to nothing, and a portrait must be quick.
  const carrying = liked.toSorted((a, b) => b.weight - a.weight).slice(0, 100)
  const words = new Map<string, { weight: number; items: string[]; times: number; last: number }>()
  for (const { item, weight, times, last } of carrying)
    for (const word of new Set(wordsOf(itemText(item)))) {
      const sum = words.get(word) ?? { weight: 0, items: [], times: 0, last: 0 }
      words.set(word, sum)
      sum.weight += weight
      sum.items.push(item.id)
      sum.times += times
      sum.last = Math.max(sum.last, last)
    }
  const scored = [...words]
    .map(([word, sum]) => ({ word, ...sum, score: sum.weight * facts.rarity(word) }))
    .filter(({ score, word }) => score > 0 && !isSensitive(word))
    .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
  const best = scored[0]?.score ?? 1
  return scored.map(({ word, score, items, times, last }) => ({
    word,
    weight: rounded(score / best),
    items: items.slice(0, 3),
    source: 'inferred' as const,
    observations: times,
    asOf: iso(last),
  }))
}

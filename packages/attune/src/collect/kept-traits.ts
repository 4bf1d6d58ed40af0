import { keepTrait, type ToldTrait, type TraitOrigin, takesAway } from './keep-trait.ts'
import type { JsonRecord } from './read-record.ts'
import type { TraitRules } from './trait-rules.ts'

export type TraitOrigins = Readonly<Record<string, TraitOrigin>>

/** Traits of one identity, and where each comes from. */
export interface KeptTraits {
  readonly traits: JsonRecord
  readonly origins: TraitOrigins
}

/**
 * What is known of an identity after a source has told more, trait by trait. Without a rule the newest word counts, and
 * what arrives late fills only gaps; null takes a trait away.
 *
 * @param updatedAt when traits were told whose time is not known
 */
export function withTold(
  before: KeptTraits & { readonly updatedAt: number },
  told: { readonly traits: JsonRecord; readonly source: string; readonly at: number },
  rules: TraitRules,
): KeptTraits {
  const traits = new Map(Object.entries(before.traits))
  const origins = new Map(Object.entries(before.origins))
  const { source, at } = told
  for (const [name, value] of Object.entries(told.traits)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    const had = traits.has(name)
    const { source: from = null, at: since = before.updatedAt } = origins.get(name) ?? {}
    const kept: ToldTrait = { value: traits.get(name), source: from, at: since }
    if (value === null) {
      if (!had || !takesAway(rule, kept, told)) continue
      traits.delete(name)
      origins.delete(name)
      continue
    }
    const news: ToldTrait = { value, source, at }
    const winner = had ? keepTrait(rule, kept, news) : news
    traits.set(name, winner.value)
    origins.set(name, { source: winner.source, at: winner.at })
  }
  return { traits: Object.fromEntries(traits), origins: Object.fromEntries(origins) }
}

/** As it is stored, before it is sealed: `{"city":["crm",1772409600000]}`. */
export function originsText(origins: TraitOrigins): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(origins).map(([name, { source, at }]) => [name, [source, at]])),
  )
}

export function originsIn(text: string): TraitOrigins {
  const stored = JSON.parse(text) as Readonly<Record<string, readonly [string | null, number]>>
  return Object.fromEntries(Object.entries(stored).map(([name, [source, at]]) => [name, { source, at }]))
}

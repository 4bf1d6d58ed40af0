import type { Profile } from '../../api/schemas/profiles.ts'
import { certainShare, rounded } from './certain-share.ts'
import { iso } from './interests-of.ts'

/** What a person wrote themselves. */
export interface OwnText {
  readonly text: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly itemId: string | null
}

/** What a text says of one aspect. */
export interface AspectMention {
  /** Name of the aspect, such as `delivery`. */
  readonly aspect: string
  /** −1 against to 1 for. */
  readonly sentiment: number
  /** The part of the text that says so. */
  readonly text: string
}

/** Finds what texts of somebody in a workspace say of which aspects; one list a text, in order. */
export type AspectsOf = (texts: readonly string[], workspace: string) => Promise<readonly (readonly AspectMention[])[]>

/** Of one aspect so many of their words are shown. */
const quotesShown = 3

/**
 * Sentiment by aspect from a person's own words. A mention counts as for or against by its sentiment (0.8 is 0.9 for and 0.1
 * against); the value is the share of what is for, from −1 to 1, with Wilson's interval at as many observations as mentions.
 */
export function sentimentOf(
  texts: readonly OwnText[],
  mentions: readonly (readonly AspectMention[])[],
): Profile['sentiment'] {
  const byAspect = new Map<string, { sentiment: number; text: string; at: number }[]>()
  for (const [index, { at }] of texts.entries())
    for (const { aspect, sentiment, text } of mentions[index] ?? []) {
      const list = byAspect.get(aspect) ?? []
      byAspect.set(aspect, list)
      list.push({ sentiment: Math.min(1, Math.max(-1, sentiment)), text, at })
    }
  const scaled = (share: number): number => rounded(2 * share - 1)
  const aspects = [...byAspect]
    .map(([aspect, said]) => {
      const { share, low, high } = certainShare(
        said.reduce((sum, { sentiment }) => sum + (1 + sentiment) / 2, 0),
        said.length,
      )
      const newest = said.toSorted((a, b) => b.at - a.at)
      return {
        aspect,
        value: scaled(share),
        low: scaled(low),
        high: scaled(high),
        source: 'inferred' as const,
        observations: said.length,
        asOf: iso(newest[0]?.at ?? 0),
        quotes: newest.slice(0, quotesShown).map(({ text, at, sentiment }) => ({
          text: text.slice(0, 300),
          at: iso(at),
          sentiment: rounded(sentiment),
        })),
      }
    })
    .sort((a, b) => b.observations - a.observations || (a.aspect < b.aspect ? -1 : 1))
  return { reviews: texts.length, aspects }
}

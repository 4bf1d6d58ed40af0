import { segment } from '../create-segmenter.ts'
import { foldWidth } from '../fold-text.ts'
import type { Token } from '../token.ts'
import type { Gazetteer } from './create-gazetteer.ts'
import type { Entity, FoundEntity, TaggedEntity } from './entity.ts'
import { findDates } from './find-dates.ts'
import { findMoney } from './find-money.ts'
import { findPlaces } from './find-places.ts'
import { findPercents, findQuantities } from './find-quantities.ts'

/** Finds entities by a trained model, such as an encoder with a head over tokens. Offsets are in the text that it is given. */
export type EntityTagger = (text: string) => readonly TaggedEntity[]

export interface EntityOptions {
  /** Brands and products of a catalogue. */
  readonly gazetteer?: Gazetteer | undefined
  /** ISO date, for 明天 and “next Friday”. */
  readonly today?: string | undefined
  /** ISO 639-1: `¥` is yen in a Japanese text. */
  readonly language?: string | undefined
  readonly tagger?: EntityTagger | undefined
  /** Tokens of the text, where they are known. */
  readonly tokens?: readonly Token[] | undefined
}

/**
 * Brands, products, money, days, places, percentages and quantities that a text names, in order.
 *
 * Where two overlap, the longer one stays; of two that are as long the one from the catalogue, then the tagger's, then money,
 * days, percentages, quantities, places.
 *
 * @throws LanguageError `bad-option` when `today` is no day
 * @example
 * findEntities('下周五 Nike 全场8折，¥299起', { gazetteer, today: '2026-11-27' })
 * // 下周五 → 2026-12-04, Nike → brand, 8折 → 20 % off, ¥299 → 299 CNY
 */
export function findEntities(
  text: string,
  { gazetteer, today, language, tagger, tokens = segment(text, { language }) }: EntityOptions = {},
): readonly Entity[] {
  const plain = foldWidth(text)
  const found = [
    ...by('catalogue', gazetteer?.find(text, tokens) ?? []),
    ...(tagger?.(text) ?? []).map((one): Entity => ({ ...one, source: 'model' })),
    ...by('rule', findMoney(plain, language)),
    ...by('rule', findDates(plain, today)),
    ...by('rule', findPercents(plain)),
    ...by('rule', findQuantities(plain)),
    ...by('rule', findPlaces(text, tokens)),
  ]
  return withoutOverlaps(found.filter(({ end }) => end <= text.length)).map((entity) => ({
    ...entity,
    text: text.slice(entity.start, entity.end),
  }))
}

const by = (source: 'catalogue' | 'rule', found: readonly FoundEntity[]): Entity[] =>
  found.map((one) => ({ ...one, source }))

/** Of entities that overlap, the longest, then the first. Those that hold nothing are left out. */
function withoutOverlaps(entities: readonly Entity[]): readonly Entity[] {
  const taken = new Uint8Array(entities.reduce((most, { end }) => Math.max(most, end), 0))
  // A stable sort: what comes first in the list wins among those that are as long.
  const longestFirst = entities
    .filter(({ start, end }) => start >= 0 && end > start)
    .sort((a, b) => b.end - b.start - (a.end - a.start))
  const kept = longestFirst.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false
    taken.fill(1, start, end)
    return true
  })
  return kept.sort((a, b) => a.start - b.start)
}

import type { ActivityEntries } from '../../activity/activity-index.ts'
import type { Item } from '../../api/schemas/items.ts'
import type { Profile } from '../../api/schemas/profiles.ts'
import type { Base } from './base.ts'
import { basicsOf, givenLanguage, givenTimeZone } from './basics-of.ts'
import type { CatalogueFacts } from './catalogue-facts.ts'
import { rounded } from './certain-share.ts'
import { computedTraits } from './computed-traits.ts'
import { type Corrections, correctedInterests, toldCorrections } from './corrections.ts'
import { habitsOf } from './habits-of.ts'
import { interestVector } from './interest-vector.ts'
import { brandOf, categoriesOf, interestsOf, iso, priceBandsOf } from './interests-of.ts'
import { keywordsOf } from './keywords-of.ts'
import { lifecycleOf } from './lifecycle-of.ts'
import { dot, type ItemVector, personVectors } from './person-vectors.ts'
import { omissionTexts, type PortraitLanguage } from './portrait-texts.ts'
import { purchasesOf } from './purchases-of.ts'
import { rfmOf } from './rfm-of.ts'
import type { IsSensitive } from './sensitive.ts'
import { similarPeople } from './similar-people.ts'
import { weighActivity } from './weigh-activity.ts'
import type { WordsOf } from './words-of.ts'
import { isTimeZone } from './zone-clock.ts'

/** What the numbers of a person's entries mean, and what is made of them. */
export interface PortraitMeans {
  readonly kindOf: (kind: number) => string
  readonly currencyOf: (currency: number) => string
  readonly deviceOf: (device: number) => string
  readonly channelOf: (channel: number) => string
  readonly itemOf: (item: number) => Item | undefined
  readonly weightOf: (kind: string, amount: number) => number
  readonly facts: CatalogueFacts
  readonly base: Base
  readonly wordsOf: WordsOf
  readonly isSensitive: IsSensitive
  readonly halfLifeDays: number
  /** Of the installation, for who gave none. */
  readonly timeZone: string
  readonly itemVector: ItemVector | undefined
  /** Topics of an item's texts. */
  readonly topicsOf?: ((item: Item) => readonly string[]) | undefined
  readonly isAllowed: (personId: string) => boolean
}

export interface PortraitFacts {
  readonly personId: string
  /** Whether the person allows a portrait. */
  readonly profiling: boolean
  readonly entries: ActivityEntries
  readonly traits: Profile['traits']
  readonly corrections: Corrections
  /** Undefined: nothing reads sentiment; null: they wrote nothing. */
  readonly sentiment: Profile['sentiment'] | undefined
  readonly now: number
  readonly language: PortraitLanguage
}

/** More are worked out than shown: some may be hidden. */
const interestsWorkedOut = 200

/**
 * Everything understood of one person, but for the summary: a function of what they did and gave, of what was put right, of
 * the catalogue, of everybody (`base`) and of the time. Without their consent to profiling only what they gave is in it.
 */
export function portraitOf(person: PortraitFacts, means: PortraitMeans): Profile {
  const { personId, profiling, entries, traits, corrections, now, language } = person
  const omitted: Profile['omitted'] = []
  const omit = (section: string, code: Profile['omitted'][number]['code']): null => {
    omitted.push({ section, code, reason: omissionTexts[code][language] })
    return null
  }
  const given = {
    personId,
    at: iso(now),
    profiling,
    traits,
    basics: basicsOf(traits),
    corrections: toldCorrections(corrections),
    omitted,
    summary: null,
    value: null,
    teamTraits: [],
    segments: [],
  }
  const { halfLifeDays } = means
  if (!profiling) {
    omit('all', 'no-profiling')
    return {
      ...given,
      computed: [],
      rfm: null,
      interests: { categories: [], brands: [], topics: [], priceBands: [], halfLifeDays },
      keywords: [],
      sentiment: null,
      habits: { language: null, hour: null, device: null, channel: null },
      lifecycle: null,
      vectors: null,
      similar: null,
    }
  }
  const { isSensitive, facts, base, itemVector, topicsOf } = means
  const weighed = weighActivity({
    ...means,
    entries,
    now,
    isExcluded: (item) =>
      [...item.categories, ...item.tags, item.brand ?? ''].some((name) => name !== '' && isSensitive(name)),
  })
  const hidden = (part: Corrections['categories']) =>
    new Set(Object.keys(part).filter((name) => part[name]?.is === 'hide'))
  const [hiddenCategories, hiddenBrands] = [hidden(corrections.categories), hidden(corrections.brands)]
  // What was said to be wrong is not concluded from elsewhere either: words, likeness, price bands.
  const believed = [...weighed.values()].filter(
    ({ item }) =>
      !item.categories.some((category) => hiddenCategories.has(category)) && !hiddenBrands.has(item.brand ?? ''),
  )
  const purchases = purchasesOf(entries, means.kindOf, means.currencyOf)
  const visits: number[] = []
  for (let at = entries.from; at < entries.to; at++)
    if (entries.continues[at] === 0) visits.push(entries.times[at] as number)
  const zone = givenTimeZone(traits)
  const timeZoneGiven = isTimeZone(zone)
  const timeZone = timeZoneGiven ? zone : means.timeZone
  const vectors = itemVector && personVectors(believed, itemVector)
  const observations = believed.reduce((sum, { times }) => sum + times, 0)
  const newest = believed.reduce((last, one) => Math.max(last, one.last), 0)
  const similar = similarPeople({
    personId,
    interests: interestVector(believed),
    vector: vectors?.longTerm,
    base,
    isAllowed: means.isAllowed,
    observations,
  })
  const categories = interestsOf(weighed.values(), categoriesOf, { facts, limit: interestsWorkedOut })
  const brands = interestsOf(weighed.values(), brandOf, { facts, limit: interestsWorkedOut })
  const lifecycle = lifecycleOf({ visits, orders: purchases.orders, base, now })
  if (visits.length === 0) omit('habits', 'nothing-known')
  return {
    ...given,
    computed: computedTraits({ entries, purchases, weighed, now }),
    rfm: rfmOf(purchases, base, now) ?? omit('rfm', base.rfm === undefined ? 'too-few-people' : 'nothing-known'),
    interests: {
      categories: correctedInterests(categories, corrections.categories),
      brands: correctedInterests(brands, corrections.brands),
      topics: topicsOf
        ? interestsOf(believed, (item) => topicsOf(item).filter((topic) => !isSensitive(topic)), { facts })
        : [],
      priceBands: priceBandsOf(believed, facts),
      halfLifeDays,
    },
    keywords: keywordsOf(believed, { facts, wordsOf: means.wordsOf, isSensitive }),
    sentiment: person.sentiment ?? omit('sentiment', person.sentiment === null ? 'no-reviews' : 'no-sentiment-model'),
    habits: habitsOf({
      entries,
      deviceOf: means.deviceOf,
      channelOf: means.channelOf,
      weighed: weighed.values(),
      language: givenLanguage(traits),
      timeZone,
      timeZoneGiven,
    }),
    lifecycle: lifecycle ?? omit('lifecycle', 'nothing-known'),
    vectors:
      vectors?.longTerm === undefined
        ? omit('vectors', itemVector ? 'nothing-known' : 'no-item-vectors')
        : {
            dimensions: vectors.longTerm.length,
            drift: vectors.recent ? rounded(1 - dot(vectors.longTerm, vectors.recent)) : null,
            source: 'inferred',
            observations: vectors.observations,
            asOf: iso(newest),
          },
    similar: similar ?? omit('similar', believed.length === 0 ? 'nothing-known' : 'too-few-people'),
  }
}

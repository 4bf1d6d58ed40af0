import { categories } from '../catalogue/categories.ts'
import { characterDimensions, dimensions } from '../catalogue/create-catalogue.ts'
import { styles } from '../catalogue/words.ts'
import { normal, pick, sfc32 } from '../random/sfc32.ts'
import { cities, familyNames, givenNames } from './names.ts'

export interface Shopper {
  readonly index: number
  /** Set for those who shop signed in. */
  readonly userId: string | null
  /** The browser's id; those who sign up later are known by it alone at first. */
  readonly anonymousId: string
  /** Day on which an anonymous shopper signs up; null for those who never do, or always were signed in. */
  readonly signUpDay: number | null
  readonly name: string
  readonly city: string
  readonly language: 'zh' | 'en'
  /** The crowd the taste comes from. */
  readonly cluster: number
  /** Direction in taste space. */
  readonly taste: Float64Array
  /** 0 does not mind prices, 1 is usual, 2 is very careful. */
  readonly priceSensitivity: number
  /** Day of the first visit; 0 for those who were here before. */
  readonly arrivalDay: number
  /** Mean visits a day. */
  readonly visitsPerDay: number
}

/** Crowds: the categories and styles (keys) they are drawn to. */
export const clusters: readonly { readonly categories: readonly string[]; readonly styles: readonly string[] }[] = [
  { categories: ['tea', 'ceramics', 'fragrance'], styles: ['east', 'craft'] },
  { categories: ['coffee', 'audio', 'stationery'], styles: ['city', 'vintage'] },
  { categories: ['kitchen', 'textiles', 'children'], styles: ['playful', 'nature'] },
  { categories: ['outdoor', 'coffee', 'plants'], styles: ['nature', 'city'] },
  { categories: ['lighting', 'textiles', 'plants'], styles: ['north', 'quiet'] },
  { categories: ['stationery', 'children', 'tea'], styles: ['playful', 'vintage'] },
  { categories: ['audio', 'lighting', 'kitchen'], styles: ['quiet', 'craft'] },
]

export interface ShopperOptions {
  readonly days: number
  /** Mean visits of a shopper in 28 days. */
  readonly visitsPer28Days: number
  /** Share who arrive after the first day. */
  readonly newShare: number
  /** Anonymous shoppers who ever sign up do so before this day. */
  readonly signUpBeforeDay: number
}

/** Shoppers with latent tastes: a crowd's direction, their own deviation from it, and how they feel about prices. */
export function createShoppers(seed: number, count: number, options: ShopperOptions): readonly Shopper[] {
  return Array.from({ length: count }, (_, index) => createShopper(seed, index, options))
}

function createShopper(seed: number, index: number, options: ShopperOptions): Shopper {
  const rng = sfc32(seed, 1000 + index)
  const cluster = Math.floor(rng() * clusters.length)
  const crowd = clusters[cluster] as (typeof clusters)[number]
  const taste = new Float64Array(dimensions)
  for (let at = 0; at < categories.length; at++) {
    const wanted = crowd.categories.indexOf(categories[at]?.key ?? '')
    taste[at] = (wanted < 0 ? 0 : 1.3 - 0.25 * wanted) + 0.35 * normal(rng)
  }
  for (let at = 0; at < styles.length; at++) {
    const wanted = crowd.styles.indexOf(styles[at]?.key ?? '')
    taste[categories.length + at] = (wanted < 0 ? 0 : 0.9 - 0.2 * wanted) + 0.3 * normal(rng)
  }
  for (let at = 0; at < characterDimensions; at++) taste[categories.length + styles.length + at] = 0.35 * normal(rng)

  const arrives = rng()
  const late = arrives < options.newShare
  const arrivalDay = late ? Math.floor((arrives / options.newShare) * options.days) : 0
  const kind = rng()
  const signsUp = kind >= 0.6 && kind < 0.75 && arrivalDay < options.signUpBeforeDay
  const language = rng() < 0.65 ? 'zh' : 'en'
  const family = pick(rng, familyNames)
  const given = pick(rng, givenNames)
  const city = pick(rng, cities)
  const number = String(index + 1).padStart(5, '0')
  return {
    index,
    userId: kind < 0.6 || signsUp ? `shopper-${number}` : null,
    anonymousId: `browser-${number}`,
    signUpDay: signsUp ? arrivalDay + Math.floor(rng() * (options.signUpBeforeDay - arrivalDay)) : null,
    name: language === 'zh' ? family.zh + given.zh : `${given.en} ${family.en}`,
    city: city[language],
    language,
    cluster,
    taste,
    priceSensitivity: Math.min(2, Math.max(0, 1 + 0.45 * normal(rng))),
    arrivalDay,
    visitsPerDay: (options.visitsPer28Days / 28) * Math.exp(0.5 * normal(rng) - 0.125),
  }
}

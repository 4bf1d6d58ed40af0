import { normal, pick, sfc32 } from '../random/sfc32.ts'
import { categories } from './categories.ts'
import { drawProduct } from './draw-product.ts'
import { brands, styles, type Text } from './words.ts'

export type ShopLanguage = 'en' | 'zh' | 'both'

/** An item of the shop, in the fields of Attune's item API, with its place in taste space. */
export interface Product {
  /** Place in the catalogue, from 0. */
  readonly index: number
  readonly id: string
  readonly titles: Text
  readonly descriptions: Text
  readonly category: number
  readonly style: number
  readonly brand: Text
  /** CNY. */
  readonly price: number
  /** (ln price − mean) / standard deviation over the catalogue. */
  readonly priceZ: number
  readonly image: string
  /** What everybody agrees on: standard normal. */
  readonly quality: number
  /** Coordinates in taste space: categories, styles, and `characterDimensions` of its own. */
  readonly features: Float64Array
}

/** The item as `PUT /v1/items` takes it. */
export interface ItemRecord {
  readonly id: string
  readonly kind: 'product'
  readonly title: string
  readonly description: string
  readonly categories: readonly string[]
  readonly tags: readonly string[]
  readonly brand: string
  readonly price: number
  readonly currency: 'CNY'
  readonly image: string
  readonly url: string
  readonly language: string
  readonly attributes: Readonly<Record<string, string>>
  readonly available: true
}

/** Dimensions of character that no label tells: why two products of one kind and style still differ. */
export const characterDimensions = 6
export const dimensions: number = categories.length + styles.length + characterDimensions

/** Products composed from word lists: no two have the same title. */
export function createCatalogue(seed: number, count: number): readonly Product[] {
  const rng = sfc32(seed, 1)
  const titles = new Set<string>()
  const drafts: Omit<Product, 'priceZ'>[] = []
  let doubles = 0
  while (drafts.length < count && doubles < 1000) {
    const index = drafts.length
    const category = index % categories.length
    const words = categories[category] as (typeof categories)[number]
    const kind = pick(rng, words.kinds)
    const material = pick(rng, kind.materials ?? words.materials)
    const variant = pick(rng, kind.variants ?? words.variants)
    const style = Math.floor(rng() * styles.length)
    const look = styles[style] as (typeof styles)[number]
    const makers = brands.filter((brand) => brand.styles.includes(style))
    const maker = pick(rng, makers)
    const [feature, use] = [pick(rng, kind.features ?? words.features), pick(rng, words.uses)]
    const [quality, dearness] = [normal(rng), normal(rng)]
    const character = Array.from({ length: characterDimensions }, () => normal(rng))
    const title = `${variant.en} ${material.en} ${kind.en}`
    doubles = titles.has(title) ? doubles + 1 : 0
    if (doubles > 0) continue
    titles.add(title)
    const features = new Float64Array(dimensions)
    features[category] = 1
    features[categories.length + style] = 1
    character.forEach((value, at) => {
      features[categories.length + styles.length + at] = value / Math.sqrt(characterDimensions)
    })
    drafts.push({
      index,
      id: `${words.key}-${String(Math.floor(index / categories.length) + 1).padStart(3, '0')}`,
      titles: { en: title, zh: `${variant.zh}${material.zh}${kind.zh}` },
      descriptions: {
        en: `${look.says.en} ${feature.en}. ${use.en} By ${maker.en}.`,
        zh: `${look.says.zh}${feature.zh}。${use.zh}${maker.zh}出品。`,
      },
      category,
      style,
      brand: { en: maker.en, zh: maker.zh },
      price: niceprice(kind.price * look.price * Math.exp(0.22 * dearness + 0.06 * quality)),
      image: drawProduct(kind.shape, variant.colour, look.paper),
      quality,
      features,
    })
  }
  if (drafts.length < count) throw new RangeError(`The word lists make no more than ${drafts.length} different titles.`)
  const logs = drafts.map((draft) => Math.log(draft.price))
  const mean = logs.reduce((sum, log) => sum + log, 0) / count
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / count) || 1
  return drafts.map((draft, at) => ({ ...draft, priceZ: ((logs[at] ?? mean) - mean) / deviation }))
}

/** Prices end in 9, or in 8 from 100 on, as shops like it. */
function niceprice(price: number): number {
  return price < 100 ? Math.max(9, Math.round(price / 10) * 10 - 1) : Math.round(price / 10) * 10 - 2
}

const inLanguage = (text: Text, language: ShopLanguage, between: string): string =>
  language === 'both' ? `${text.zh}${between}${text.en}` : text[language]

/** The product as the shop's back office sends it; both languages are in `attributes` whatever the shop's language is. */
export function itemRecord(product: Product, language: ShopLanguage = 'both'): ItemRecord {
  const category = categories[product.category] as (typeof categories)[number]
  const style = styles[product.style] as (typeof styles)[number]
  return {
    id: product.id,
    kind: 'product',
    title: inLanguage(product.titles, language, ' '),
    description: inLanguage(product.descriptions, language, '\n'),
    categories: [inLanguage(category, language, ' ')],
    tags: [inLanguage(style, language, ' ')],
    brand: inLanguage(product.brand, language, ' '),
    price: product.price,
    currency: 'CNY',
    image: product.image,
    url: `/shop#/item/${product.id}`,
    language: language === 'both' ? 'mul' : language,
    attributes: {
      title_en: product.titles.en,
      title_zh: product.titles.zh,
      description_en: product.descriptions.en,
      description_zh: product.descriptions.zh,
      category_en: category.en,
      category_zh: category.zh,
      style_en: style.en,
      style_zh: style.zh,
      brand_en: product.brand.en,
      brand_zh: product.brand.zh,
    },
    available: true,
  }
}

/** An amount of money; `upTo` where a range is named (30–50元). */
export interface MoneyValue {
  readonly amount: number
  readonly upTo?: number
  /** ISO 4217. `¥` is CNY, or JPY in a Japanese text; `$` is USD. */
  readonly currency: string
}

/** A day: `2026-11-27`, or `--11-27` where the year is not known. */
export interface DateValue {
  readonly date: string
}

export interface PlaceValue {
  /** In English. */
  readonly name: string
  readonly level: 'country' | 'province' | 'city'
  /** ISO 3166-1 of its country. */
  readonly country: string
}

export interface PercentValue {
  /** 0.2 for 20 %. */
  readonly ratio: number
  /** Whether it is what a price is reduced by: “20% off”, 8折. */
  readonly discount: boolean
}

export interface QuantityValue {
  readonly amount: number
  /** `g`, `kg`, `ml`, `l`, `cm`, `GB`, `piece`, `pair`, `bottle`, … */
  readonly unit: string
}

/** An entry of the catalogue, as the gazetteer names it. */
export interface NameValue {
  readonly name: string
  readonly id?: string
}

interface Span {
  readonly text: string
  /** UTF-16 offsets in the text that was given. */
  readonly start: number
  readonly end: number
}

/** What a trained model calls by a label of its own, other than brand and product. */
export interface NamedValue {
  readonly label: string
  readonly name: string
}

/** Something that a text names, before it is said who found it. */
export type FoundEntity = Span &
  (
    | { readonly kind: 'brand' | 'product'; readonly value: NameValue }
    | { readonly kind: 'money'; readonly value: MoneyValue }
    | { readonly kind: 'date'; readonly value: DateValue }
    | { readonly kind: 'place'; readonly value: PlaceValue }
    | { readonly kind: 'percent'; readonly value: PercentValue }
    | { readonly kind: 'quantity'; readonly value: QuantityValue }
    | { readonly kind: 'named'; readonly value: NamedValue }
  )

/** What a trained model found: with how sure it is, in [0, 1]. */
export type TaggedEntity = FoundEntity & { readonly confidence: number }

/** Something that a text names: by a name of the catalogue, by a rule, or as a trained model finds, which says how sure it is. */
export type Entity =
  | (FoundEntity & { readonly source: 'catalogue' | 'rule' })
  | (TaggedEntity & { readonly source: 'model' })

export type EntityKind = Entity['kind']

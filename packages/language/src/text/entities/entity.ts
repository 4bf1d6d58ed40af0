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

/** Something that a text names. */
export type Entity = Span &
  (
    | { readonly kind: 'brand' | 'product'; readonly value: NameValue }
    | { readonly kind: 'money'; readonly value: MoneyValue }
    | { readonly kind: 'date'; readonly value: DateValue }
    | { readonly kind: 'place'; readonly value: PlaceValue }
    | { readonly kind: 'percent'; readonly value: PercentValue }
    | { readonly kind: 'quantity'; readonly value: QuantityValue }
  )

export type EntityKind = Entity['kind']

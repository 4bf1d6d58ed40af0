/** A product inside an event, in the words of Segment's e-commerce spec. */
export interface ProductFacts {
  readonly product_id: string
  readonly name?: string
  readonly category?: string
  readonly brand?: string
  /** In `currency`, for one piece. */
  readonly price?: number
  readonly quantity?: number
  /** ISO 4217, for example CNY. */
  readonly currency?: string
  /** Place in the list it was shown in, from 0. */
  readonly position?: number
  /** The decision that showed it. */
  readonly decisionId?: string
}

export interface OrderFacts {
  readonly order_id: string
  readonly total?: number
  readonly revenue?: number
  readonly currency?: string
  readonly products: readonly ProductFacts[]
}

export interface RecommendationFacts {
  readonly decisionId: string
  readonly product_id: string
  readonly position: number
}

/** Events whose properties are known; any other name is accepted with free properties. */
export interface StandardEvents {
  'Product Viewed': ProductFacts
  'Product Added': ProductFacts
  'Product Removed': ProductFacts
  'Product Added to Wishlist': ProductFacts
  'Product Shared': ProductFacts & { readonly share_via?: string }
  'Product Reviewed': {
    readonly product_id: string
    readonly rating?: number
    readonly review_body?: string
    readonly review_id?: string
  }
  'Products Searched': { readonly query: string }
  'Product List Viewed': {
    readonly list_id?: string
    readonly category?: string
    readonly products?: readonly ProductFacts[]
  }
  'Cart Viewed': { readonly products?: readonly ProductFacts[] }
  'Checkout Started': Partial<OrderFacts>
  'Order Completed': OrderFacts
  'Recommendation Clicked': RecommendationFacts
}

export type StandardEvent = keyof StandardEvents

import type { FieldDeclarations } from './declaration.ts'

/** As values: the readers of events judge them and say more exactly what is wrong. */
const values = (...names: readonly string[]): FieldDeclarations =>
  Object.fromEntries(names.map((name) => [name, 'value']))

const itemIds = `product_id productId item_id itemId content_id contentId article_id articleId video_id videoId
  content_asset_id asset_id sku id`.split(/\s+/)
const aboutItem = `name brand variant category price quantity currency coupon position url image_url`.split(/\s+/)
const lists = ['products', 'items'] as const

/** What the standard events may say (Segment's e-commerce, video and content specs), as far as Attune reads it or it is of no person. */
export const standardProperties: FieldDeclarations = {
  ...values(...itemIds, ...aboutItem),
  ...Object.fromEntries(
    lists.flatMap((list) => [
      [list, 'list'],
      ...[...itemIds, ...aboutItem].map((name) => [`${list}[].${name}`, 'value']),
      [`${list}[].categories`, 'list'],
    ]),
  ),
  ...Object.fromEntries(
    ['product_ids', 'productIds', 'item_ids', 'itemIds', 'categories', 'tags'].map((name) => [name, 'list']),
  ),
  // Orders, carts and lists.
  ...values('order_id', 'checkout_id', 'cart_id', 'list_id', 'wishlist_id', 'affiliation', 'total', 'revenue', 'value'),
  ...values('subtotal', 'shipping', 'tax', 'discount', 'step', 'payment_method', 'shipping_method', 'promotion_id'),
  ...values('creative', 'coupon_id', 'coupon_name', 'reason', 'share_via'),
  // Ratings, without what was written.
  ...values('rating', 'stars', 'score', 'max_rating', 'maxRating', 'rating_scale', 'scale'),
  // Searches; the words are sealed.
  ...values('query', 'q', 'keyword', 'results'),
  // Video.
  ...values('session_id', 'total_length', 'full_screen', 'quality'),
}

/** What Attune's own events say, in whatever source. */
export const ownProperties: FieldDeclarations = {
  ...values(
    'decisionId',
    'decision_id',
    'placement',
    'position',
    'variation',
    'product_id',
    'productId',
    'item_id',
    'itemId',
    'sku',
    'id',
  ),
  items: 'list',
  ...Object.fromEntries(['itemId', 'item_id', 'product_id', 'position'].map((name) => [`items[].${name}`, 'value'])),
}

export const standardPage: FieldDeclarations = values('path', 'title', 'url', 'referrer', 'category')

/** The context that the libraries send and something is made of. */
export const standardContext: FieldDeclarations = {
  ...values('locale', 'timezone', 'userAgent', 'location.country'),
  ...values('library.name', 'library.version', 'page.path', 'page.url', 'page.title', 'page.referrer'),
  ...values('campaign.name', 'campaign.source', 'campaign.medium', 'campaign.term', 'campaign.content'),
  ...values('device.type', 'os.name', 'app.name', 'app.version', 'screen.width', 'screen.height'),
}

/** What is heard in any source: a person's no, and which decision was followed. */
export const alwaysContext: FieldDeclarations = { gpc: 'boolean', dnt: 'boolean', decisionId: 'value' }

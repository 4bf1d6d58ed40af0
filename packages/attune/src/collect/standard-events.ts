import { comparableName } from './reduce/field-class.ts'

/** What a named track event means for taste. */
export interface EventMeaning {
  /** Kind of interaction (the key of the table of weights); null for a known event that says nothing about one item. */
  readonly kind: string | null
  /** Refuse the event when it names no item, because it is about nothing else. */
  readonly needsItem?: boolean
  /** Money goes with the interaction: price × quantity, negative for `refund`. */
  readonly money?: boolean
  /** The amount is a rating in stars. */
  readonly stars?: boolean
  /** The position is a place in a list that Attune decided. */
  readonly ours?: boolean
}

const about = (kind: string, more: Omit<EventMeaning, 'kind'> = {}): EventMeaning => ({ kind, ...more })
const nothing: EventMeaning = { kind: null }
const item = { needsItem: true } as const

/**
 * The standard events: Segment's e-commerce (v2) and video specs, and the usual names for content, social, search and
 * feedback, with Chinese names where teams write them so. Matched without regard to case, spaces, dashes and underscores.
 */
const table: readonly (readonly [EventMeaning, ...(readonly string[])])[] = [
  // Browsing
  [about('view', item), 'Product Viewed', 'View Item', 'View Content', '浏览商品', '商品浏览', '查看商品'],
  [about('click', item), 'Product Clicked', 'Select Item', 'Item Clicked', '点击商品', '商品点击'],
  [nothing, 'Product List Viewed', 'Product List Filtered', 'View Item List', 'Promotion Viewed', 'Promotion Clicked'],
  // Cart and order
  [about('cart', item), 'Product Added', 'Add to Cart', 'Product Added to Cart', '加入购物车', '加购'],
  [about('uncart', item), 'Product Removed', 'Remove from Cart', 'Product Removed from Cart', '移出购物车'],
  [nothing, 'Cart Viewed', 'Cart Shared', 'View Cart', '查看购物车'],
  [about('checkout'), 'Checkout Started', 'Begin Checkout', '开始结算', '提交订单'],
  [nothing, 'Checkout Step Viewed', 'Checkout Step Completed', 'Payment Info Entered', 'Order Updated'],
  [
    about('order', { money: true }),
    'Order Completed',
    'Purchase',
    'Completed Order',
    '订单完成',
    '完成订单',
    '支付成功',
    '购买',
  ],
  [
    about('refund', { money: true }),
    'Order Refunded',
    'Order Cancelled',
    'Order Canceled',
    'Refund',
    '订单退款',
    '退款',
    '取消订单',
  ],
  [nothing, 'Coupon Entered', 'Coupon Applied', 'Coupon Denied', 'Coupon Removed'],
  // Wishlist and sharing
  [about('wishlist', item), 'Product Added to Wishlist', 'Add to Wishlist', '加入心愿单', '收藏商品'],
  [about('unwishlist', item), 'Product Removed from Wishlist', 'Remove from Wishlist', '取消收藏'],
  [about('cart', item), 'Wishlist Product Added to Cart'],
  [about('share', item), 'Product Shared', '分享商品'],
  // Feedback
  [about('review', { ...item, stars: true }), 'Product Reviewed', 'Review Submitted', '商品评价', '发表评价'],
  [
    about('rating', { ...item, stars: true }),
    'Rating Submitted',
    'Product Rated',
    'Item Rated',
    'Content Rated',
    '评分',
    '商品评分',
  ],
  [
    about('like'),
    'Thumbs Up',
    'Liked',
    'Product Liked',
    'Content Liked',
    'Article Liked',
    'Video Liked',
    'Post Liked',
    '点赞',
    '喜欢',
  ],
  [
    about('dislike'),
    'Thumbs Down',
    'Disliked',
    'Product Disliked',
    'Content Disliked',
    'Not Interested',
    '点踩',
    '不喜欢',
    '不感兴趣',
  ],
  [nothing, 'Satisfaction Submitted', 'Survey Submitted', 'NPS Submitted', '满意度'],
  // Content
  [about('view'), 'Article Viewed', 'Content Viewed', 'Post Viewed', '浏览文章'],
  [about('click'), 'Article Clicked', 'Content Clicked'],
  [about('read'), 'Article Read', 'Content Read', 'Article Completed', '阅读文章', '读完文章'],
  [
    about('play'),
    'Video Playback Started',
    'Video Content Started',
    'Content Started',
    'Song Played',
    '播放视频',
    '开始播放',
  ],
  [
    about('complete'),
    'Video Playback Completed',
    'Video Content Completed',
    'Content Completed',
    'Song Completed',
    '播放完成',
  ],
  [
    nothing,
    'Video Content Playing',
    'Video Playback Paused',
    'Video Playback Resumed',
    'Video Playback Interrupted',
    'Video Playback Seek Started',
    'Video Playback Seek Completed',
    'Video Playback Buffer Started',
    'Video Playback Buffer Completed',
  ],
  [about('share'), 'Content Shared', 'Article Shared', 'Shared', 'Post Shared', '分享', '转发'],
  [about('save'), 'Content Saved', 'Article Saved', 'Saved', 'Bookmarked', 'Article Bookmarked', 'Post Saved', '收藏'],
  [about('comment'), 'Content Commented', 'Article Commented', 'Commented', 'Comment Added', 'Post Commented', '评论'],
  // Social
  [about('follow'), 'Followed', 'User Followed', 'Author Followed', 'Brand Followed', '关注'],
  [about('unfollow'), 'Unfollowed', 'User Unfollowed', 'Author Unfollowed', 'Brand Unfollowed', '取消关注'],
  // Search
  [nothing, 'Products Searched', 'Search', 'Searched', 'Content Searched', '搜索', '搜索商品'],
  [about('search-click', item), 'Search Result Clicked', 'Search Result Selected', '点击搜索结果'],
  // What Attune showed
  [about('exposure', { ours: true }), 'Recommendation Viewed'],
  [about('click', { ...item, ours: true }), 'Recommendation Clicked'],
]

const standardEvents: ReadonlyMap<string, EventMeaning> = new Map(
  table.flatMap(([meaning, ...names]) => names.map((name) => [comparableName(name), meaning] as const)),
)

const meaningOfKind: ReadonlyMap<string, EventMeaning> = new Map(
  [...table].reverse().flatMap(([meaning]) => {
    if (meaning.kind === null || meaning.ours) return []
    // A team's own event may come without an item; the name says too little to refuse it.
    return [[meaning.kind, { ...meaning, needsItem: false }] as const]
  }),
)

const ownEvents: ReadonlySet<string> = new Set(
  table.flatMap(([meaning, ...names]) => (meaning.ours ? names.map(comparableName) : [])),
)

/** Whether it tells of something that Attune showed. */
export const isOwnEvent = (name: string): boolean => ownEvents.has(comparableName(name))

/** Event name → what it means; undefined for an event that nobody has described. */
export type EventMeanings = (name: string) => EventMeaning | undefined

/**
 * @param overrides event name → kind of interaction, on top of the standard table; null switches one off
 * @example eventMeanings({ 'Recipe Cooked': 'like', 'Product Clicked': null })('recipe_cooked')?.kind // 'like'
 */
export function eventMeanings(overrides: Readonly<Record<string, string | null>> = {}): EventMeanings {
  const known = new Map(standardEvents)
  for (const [name, kind] of Object.entries(overrides))
    known.set(comparableName(name), kind === null ? nothing : (meaningOfKind.get(kind) ?? { kind }))
  // Names come from outside: the memory of how they were written is bounded.
  const asWritten = new Map<string, EventMeaning | undefined>()
  return (name) => {
    if (asWritten.has(name)) return asWritten.get(name)
    if (asWritten.size >= 4096) asWritten.clear()
    const meaning = known.get(comparableName(name))
    asWritten.set(name, meaning)
    return meaning
  }
}

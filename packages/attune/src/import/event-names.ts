/** What files call their events, without case, spaces and punctuation → the standard name. */
const aliases: Readonly<Record<string, string>> = {
  view: 'Product Viewed',
  pv: 'Product Viewed',
  pageview: 'Product Viewed',
  detail: 'Product Viewed',
  click: 'Product Clicked',
  clk: 'Product Clicked',
  cart: 'Product Added',
  addtocart: 'Product Added',
  basket: 'Product Added',
  buy: 'Order Completed',
  purchase: 'Order Completed',
  purchased: 'Order Completed',
  order: 'Order Completed',
  transaction: 'Order Completed',
  sale: 'Order Completed',
  refund: 'Order Refunded',
  return: 'Order Refunded',
  fav: 'Product Added to Wishlist',
  favorite: 'Product Added to Wishlist',
  favourite: 'Product Added to Wishlist',
  wishlist: 'Product Added to Wishlist',
  like: 'Product Liked',
  dislike: 'Product Disliked',
  share: 'Product Shared',
  rate: 'Product Rated',
  rating: 'Product Rated',
  review: 'Product Reviewed',
  play: 'Video Playback Started',
  read: 'Article Read',
  search: 'Products Searched',
}

/** The standard name of an event of a file, or its own where it has none: `addtocart` → `Product Added`. */
export function standardEventName(name: string): string {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return Object.hasOwn(aliases, plain) ? (aliases[plain] as string) : name
}

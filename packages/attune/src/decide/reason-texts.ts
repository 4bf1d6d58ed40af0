/** Why an item is shown, in the words the person reads. */
export type ReasonLanguage = 'en' | 'zh'

export interface ReasonTexts {
  /** By kind of interaction; `title` is the item the person did something with. */
  readonly because: Readonly<Record<string, (title: string) => string>>
  readonly becauseOther: (title: string) => string
  readonly lookingAt: (title: string) => string
  readonly popular: string
  readonly newest: string
  /** Of an item that few people were shown yet. */
  readonly newHere: string
  readonly explored: string
}

export const reasonTexts: Readonly<Record<ReasonLanguage, ReasonTexts>> = {
  en: {
    because: {
      view: (title) => `because you viewed “${title}”`,
      click: (title) => `because you clicked “${title}”`,
      'search-click': (title) => `because you searched for and opened “${title}”`,
      play: (title) => `because you played “${title}”`,
      read: (title) => `because you read “${title}”`,
      complete: (title) => `because you finished “${title}”`,
      wishlist: (title) => `because “${title}” is on your wish list`,
      comment: (title) => `because you commented on “${title}”`,
      save: (title) => `because you saved “${title}”`,
      cart: (title) => `because you put “${title}” in your cart`,
      checkout: (title) => `because you took “${title}” to the checkout`,
      follow: (title) => `because you followed “${title}”`,
      review: (title) => `because you reviewed “${title}”`,
      like: (title) => `because you liked “${title}”`,
      share: (title) => `because you shared “${title}”`,
      order: (title) => `because you bought “${title}”`,
      rating: (title) => `because you rated “${title}”`,
    },
    becauseOther: (title) => `because of “${title}”`,
    lookingAt: (title) => `because you are looking at “${title}”`,
    popular: 'popular right now',
    newest: 'new',
    newHere: 'new here, few have seen it yet',
    explored: 'something new for you',
  },
  zh: {
    because: {
      view: (title) => `因为您看过「${title}」`,
      click: (title) => `因为您点过「${title}」`,
      'search-click': (title) => `因为您搜索并打开过「${title}」`,
      play: (title) => `因为您播放过「${title}」`,
      read: (title) => `因为您读过「${title}」`,
      complete: (title) => `因为您看完了「${title}」`,
      wishlist: (title) => `因为您的心愿单里有「${title}」`,
      comment: (title) => `因为您评论过「${title}」`,
      save: (title) => `因为您收藏过「${title}」`,
      cart: (title) => `因为您把「${title}」加入过购物车`,
      checkout: (title) => `因为您结算过「${title}」`,
      follow: (title) => `因为您关注过「${title}」`,
      review: (title) => `因为您评价过「${title}」`,
      like: (title) => `因为您喜欢「${title}」`,
      share: (title) => `因为您分享过「${title}」`,
      order: (title) => `因为您买过「${title}」`,
      rating: (title) => `因为您给「${title}」打过分`,
    },
    becauseOther: (title) => `因为「${title}」`,
    lookingAt: (title) => `因为您正在看「${title}」`,
    popular: '近期热门',
    newest: '新上架',
    newHere: '新上架，看过的人还不多',
    explored: '换个口味',
  },
}

/** `zh…` or `en…` (`zh-CN`, `zh_CN.UTF-8`) of the first language that is given and known; else English. */
export function reasonLanguage(...languages: readonly unknown[]): ReasonLanguage {
  for (const language of languages) {
    if (typeof language !== 'string') continue
    if (/^zh(?![a-z])/i.test(language)) return 'zh'
    if (/^en(?![a-z])/i.test(language)) return 'en'
  }
  return 'en'
}

/** Why an item is shown, in the words the person reads. */
export type ReasonLanguage = 'en' | 'zh'

export interface ReasonTexts {
  /** By kind of interaction; `titles` is what the person did something with, quoted and joined. */
  readonly because: Readonly<Record<string, (titles: string) => string>>
  readonly becauseOther: (titles: string) => string
  readonly lookingAt: (titles: string) => string
  readonly quoted: (title: string) => string
  /** A title with its share in percent. */
  readonly withShare: (quoted: string, percent: number) => string
  /** Titles, two or more. */
  readonly titles: (all: readonly string[]) => string
  /** Reasons that begin with “because”, two or more. */
  readonly reasons: (all: readonly string[]) => string
  readonly popular: string
  readonly newest: string
  /** Of an item that few people were shown yet. */
  readonly newHere: string
  readonly explored: string
  readonly pinned: string
}

export const reasonTexts: Readonly<Record<ReasonLanguage, ReasonTexts>> = {
  en: {
    because: {
      view: (titles) => `because you viewed ${titles}`,
      click: (titles) => `because you clicked ${titles}`,
      'search-click': (titles) => `because you searched for and opened ${titles}`,
      play: (titles) => `because you played ${titles}`,
      read: (titles) => `because you read ${titles}`,
      complete: (titles) => `because you finished ${titles}`,
      wishlist: (titles) => `because your wish list has ${titles}`,
      comment: (titles) => `because you commented on ${titles}`,
      save: (titles) => `because you saved ${titles}`,
      cart: (titles) => `because you put ${titles} in your cart`,
      checkout: (titles) => `because you took ${titles} to the checkout`,
      follow: (titles) => `because you followed ${titles}`,
      review: (titles) => `because you reviewed ${titles}`,
      like: (titles) => `because you liked ${titles}`,
      share: (titles) => `because you shared ${titles}`,
      order: (titles) => `because you bought ${titles}`,
      rating: (titles) => `because you rated ${titles}`,
    },
    becauseOther: (titles) => `because of ${titles}`,
    lookingAt: (titles) => `because you are looking at ${titles}`,
    quoted: (title) => `“${title}”`,
    withShare: (quoted, percent) => `${quoted} (${percent} %)`,
    titles: (all) => `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`,
    reasons: (all) => all.join(', and '),
    popular: 'popular right now',
    newest: 'new',
    newHere: 'new here, few have seen it yet',
    explored: 'something new for you',
    pinned: 'selected for this place',
  },
  zh: {
    because: {
      view: (titles) => `因为您看过${titles}`,
      click: (titles) => `因为您点过${titles}`,
      'search-click': (titles) => `因为您搜索并打开过${titles}`,
      play: (titles) => `因为您播放过${titles}`,
      read: (titles) => `因为您读过${titles}`,
      complete: (titles) => `因为您看完了${titles}`,
      wishlist: (titles) => `因为您的心愿单里有${titles}`,
      comment: (titles) => `因为您评论过${titles}`,
      save: (titles) => `因为您收藏过${titles}`,
      cart: (titles) => `因为您把${titles}加入过购物车`,
      checkout: (titles) => `因为您结算过${titles}`,
      follow: (titles) => `因为您关注过${titles}`,
      review: (titles) => `因为您评价过${titles}`,
      like: (titles) => `因为您喜欢${titles}`,
      share: (titles) => `因为您分享过${titles}`,
      order: (titles) => `因为您买过${titles}`,
      rating: (titles) => `因为您给${titles}打过分`,
    },
    becauseOther: (titles) => `因为${titles}`,
    lookingAt: (titles) => `因为您正在看${titles}`,
    quoted: (title) => `「${title}」`,
    withShare: (quoted, percent) => `${quoted}（${percent} %）`,
    titles: (all) => `${all.slice(0, -1).join('、')}和${all.at(-1)}`,
    reasons: (all) => all.join('，也'),
    popular: '近期热门',
    newest: '新上架',
    newHere: '新上架，看过的人还不多',
    explored: '换个口味',
    pinned: '精选推荐',
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

/** A word of the text form: the first form of each language is the one that is written, the others are understood. */
interface Word {
  readonly en: readonly [string, ...string[]]
  readonly zh: readonly [string, ...string[]]
}

const word = (en: string, zh: string): Word => ({
  en: en.split('|') as [string, ...string[]],
  zh: zh.split('|') as [string, ...string[]],
})

/** Kinds of interaction that have a word of their own. */
export const kindWords = {
  order: word('bought|ordered|purchased', '购买|买过|买|下单'),
  view: word('viewed', '浏览|看过'),
  click: word('clicked', '点击'),
  cart: word('carted|added to cart', '加购|加入购物车'),
  uncart: word('removed from cart', '移出购物车'),
  checkout: word('started checkout', '开始结算'),
  like: word('liked', '点赞|喜欢'),
  dislike: word('disliked', '点踩|不喜欢'),
  wishlist: word('wished for', '加入心愿单'),
  save: word('saved', '收藏'),
  share: word('shared', '分享'),
  comment: word('commented on', '评论'),
  review: word('reviewed', '评价'),
  rating: word('rated', '评分'),
  read: word('read', '阅读'),
  play: word('played', '播放'),
  complete: word('finished', '看完'),
  follow: word('followed', '关注'),
  refund: word('returned', '退款'),
  'search-click': word('found by search', '点击搜索结果'),
} as const

export type KindWord = keyof typeof kindWords

/** Every word of the language of rules but those of kinds. */
export const ruleWords = {
  and: word('and', '且|并且'),
  or: word('or', '或|或者'),
  not: word('not', '非|不是|没有'),
  allOf: word('all of', '全部满足'),
  anyOf: word('any of', '任一满足'),
  trait: word('trait', '特征'),
  computed: word('computed', '计算特征'),
  score: word('score', '分数'),
  segment: word('segment|in segment', '人群|属于人群'),
  kind: word('did kind', '行为'),
  event: word('did event', '事件|发生事件'),
  anything: word('did anything', '任何行为'),
  ids: word('item|items', '商品'),
  category: word('category|categories', '类目|品类'),
  brand: word('brand|brands', '品牌'),
  tag: word('tag|tags', '标签'),
  price: word('price', '价格'),
  title: word('title', '标题'),
  value: word('value', '金额'),
  amount: word('amount', '数量'),
  last: word('in last|in the last|last', '最近|过去|近'),
  days: word('days|day', '天|日'),
  between: word('between', '从'),
  until: word('to', '到|至'),
  today: word('today', '今天'),
  yesterday: word('yesterday', '昨天'),
  thisWeek: word('this week', '本周'),
  lastWeek: word('last week', '上周'),
  thisMonth: word('this month', '本月|这个月'),
  lastMonth: word('last month', '上个月|上月'),
  thisYear: word('this year', '今年'),
  lastYear: word('last year', '去年'),
  count: word('times|time', '次数'),
  countUnit: word('times|time', '次'),
  sumOfValue: word('sum of value', '金额合计'),
  sumOfAmount: word('sum of amount', '数量合计'),
  averageValue: word('average value', '平均金额'),
  averageAmount: word('average amount', '平均数量'),
  distinctItems: word('distinct items', '不同商品数'),
  distinctDays: word('distinct days', '不同天数'),
  sinceFirst: word('days since first', '距首次天数'),
  sinceLast: word('days since last', '距上次天数'),
  perDay: word('times per day', '日均次数'),
  atLeast: word('at least', '至少|不少于'),
  atMost: word('at most', '至多|不超过'),
  lessThan: word('less than', '少于|小于'),
  moreThan: word('more than', '多于|大于|超过'),
  exactly: word('exactly', '恰好|正好'),
  in: word('in', '属于'),
  contains: word('contains', '包含'),
  startsWith: word('starts with', '开头是'),
  exists: word('exists', '存在|已知'),
  yes: word('true', '真'),
  no: word('false', '假'),
  mostFrequent: word('most frequent', '最常'),
  hour: word('hour', '时段'),
  device: word('device', '设备'),
  channel: word('channel', '渠道'),
  of: word('of', '来自'),
  first: word('first', '先'),
  next: word('then', '后|再|然后'),
  within: word('within', '相隔'),
  without: word('without', '期间无|其间无'),
  interest: word('interest in', '兴趣'),
  likePeople: word('like people', '相似于人员'),
  similar: word('like categories', '相似于类目'),
  similarity: word('similarity', '相似度'),
  top: word('top', '前'),
  lifecycle: word('lifecycle', '生命周期'),
  new: word('new', '新客'),
  active: word('active', '活跃'),
  atRisk: word('at risk', '有流失风险|流失风险'),
  lapsed: word('lapsed', '已流失|流失'),
} as const

export type RuleWord = keyof typeof ruleWords
export type AnyWord = RuleWord | KindWord
export type RuleLanguage = 'en' | 'zh'

const all: Readonly<Record<string, Word>> = { ...kindWords, ...ruleWords }

/** The form of a word that is written. */
export const written = (name: AnyWord, language: RuleLanguage): string => (all[name] as Word)[language][0]

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** Form of a word → pattern at a place, sticky; Latin words end where no letter follows. */
export const wordForms: ReadonlyMap<AnyWord, readonly RegExp[]> = new Map(
  Object.entries(all).map(([name, { en, zh }]) => [
    name as AnyWord,
    [...en, ...zh].map((form) =>
      isHan(form) ? new RegExp(form, 'y') : new RegExp(`${form.replaceAll(' ', '\\s+')}(?![\\p{L}\\p{N}_])`, 'iuy'),
    ),
  ]),
)

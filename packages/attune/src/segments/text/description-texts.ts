import type { Aggregate, CalendarPeriod, FrequentPart, LifecycleStage, NumberOp } from '../rules/rule-words.ts'
import type { KindWord, RuleLanguage } from './words.ts'

/** How rules are said to people, in one language. */
export interface DescriptionTexts {
  readonly and: string
  readonly or: string
  readonly list: string
  readonly orList: string
  readonly yes: string
  readonly no: string
  readonly anything: string
  readonly kinds: Readonly<Record<KindWord, string>>
  readonly parts: Readonly<Record<FrequentPart, string>>
  readonly periods: Readonly<Record<CalendarPeriod, string>>
  readonly stages: Readonly<Record<LifecycleStage, string>>
  readonly ops: Readonly<Record<NumberOp, string>>
  readonly aggregates: Readonly<Record<Exclude<Aggregate, 'count'>, string>>
  people(what: string): string
  group(what: string): string
  not(what: string): string
  notGroup(what: string): string
  quote(text: string): string
  event(name: string): string
  doing(verb: string, facts: readonly string[]): string
  ofItems(list: string): string
  ofCategories(list: string): string
  ofBrands(list: string): string
  ofTags(list: string): string
  ofPrice(range: string): string
  ofTitle(text: string): string
  ofValue(range: string): string
  ofAmount(range: string): string
  range(from: number | undefined, to: number | undefined): string
  lastDays(days: number): string
  between(from: string, to: string): string
  did(what: string, when: string): string
  didNot(what: string, when: string): string
  didTimes(what: string, when: string, op: string, number: number): string
  measured(aggregate: string, what: string, when: string, op: string, number: number): string
  mostFrequent(part: string, what: string | undefined, when: string, list: string): string
  sequence(first: string, next: string, days: number, without: string | undefined, when: string): string
  interest(part: string, name: string, op: string, share: string): string
  similar(list: string, atLeast: number): string
  likePeople(people: number, top: number | undefined): string
  lifecycle(stages: string): string
  score(name: string, op: string, number: number): string
  segment(id: string): string
  /** What a computed trait is worked out as. */
  measure(aggregate: string, what: string, when: string): string
  frequency(part: string, what: string | undefined, when: string): string
  readonly times: string
  exists(name: string): string
  isOneOf(name: string, list: string): string
  contains(name: string, text: string): string
  startsWith(name: string, text: string): string
  compares(name: string, op: string, value: string): string
}

const spaced = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join(' ')
const plural = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`

const en: DescriptionTexts = {
  and: ', and ',
  or: ', or ',
  list: ', ',
  orList: ' or ',
  yes: 'yes',
  no: 'no',
  anything: 'did anything',
  kinds: {
    order: 'bought something',
    view: 'viewed something',
    click: 'clicked something',
    cart: 'put something in the cart',
    uncart: 'took something out of the cart',
    checkout: 'started to check out',
    like: 'liked something',
    dislike: 'disliked something',
    wishlist: 'wished for something',
    save: 'saved something',
    share: 'shared something',
    comment: 'commented on something',
    review: 'reviewed something',
    rating: 'rated something',
    read: 'read something',
    play: 'played something',
    complete: 'finished something',
    follow: 'followed something',
    refund: 'returned something',
    'search-click': 'found something by search',
  },
  parts: { category: 'category', brand: 'brand', hour: 'hour', device: 'device', channel: 'channel' },
  periods: {
    today: 'today',
    yesterday: 'yesterday',
    thisWeek: 'this week',
    lastWeek: 'last week',
    thisMonth: 'this month',
    lastMonth: 'last month',
    thisYear: 'this year',
    lastYear: 'last year',
  },
  stages: { new: 'new', active: 'active', atRisk: 'at risk', lapsed: 'lapsed' },
  ops: { '=': 'exactly', '!=': 'not', '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' },
  aggregates: {
    sumOfValue: 'the money together',
    sumOfAmount: 'the amounts together',
    averageValue: 'the money on average',
    averageAmount: 'the amount on average',
    distinctItems: 'the number of different items',
    distinctDays: 'the number of different days',
    sinceFirst: 'the days since the first time',
    sinceLast: 'the days since the last time',
    perDay: 'the times a day',
  },
  people: (what) => `People who ${what}`,
  group: (what) => `(${what})`,
  not: (what) => `do not fit “${what}”`,
  notGroup: (what) => `do not fit “${what}”`,
  quote: (text) => `“${text}”`,
  event: (name) => `did “${name}”`,
  doing: (verb, facts) => spaced(verb, facts.join(', ')),
  ofItems: (list) => `(item ${list})`,
  ofCategories: (list) => `in ${list}`,
  ofBrands: (list) => `of the brand ${list}`,
  ofTags: (list) => `tagged ${list}`,
  ofPrice: (range) => `priced ${range}`,
  ofTitle: (text) => `with ${text} in the title`,
  ofValue: (range) => `for ${range}`,
  ofAmount: (range) => `with an amount of ${range}`,
  range: (from, to) => (from === undefined ? `up to ${to}` : to === undefined ? `from ${from}` : `${from} to ${to}`),
  lastDays: (days) => `in the last ${plural(days, 'day', 'days')}`,
  between: (from, to) => `from ${from} to ${to}`,
  did: (what, when) => spaced(what, when),
  didNot: (what, when) => spaced('never', what, when),
  didTimes: (what, when, op, number) => spaced(what, op, plural(number, 'time', 'times'), when),
  measured: (aggregate, what, when, op, number) => spaced(what, when, `(${aggregate}: ${op} ${number})`),
  mostFrequent: (part, what, when, list) =>
    spaced('have', list, `as most frequent ${part}`, what && `of what they did: ${what}`, when),
  sequence: (first, next, days, without, when) =>
    spaced(first, `and within ${plural(days, 'day', 'days')}`, next, without && `but not in between ${without}`, when),
  interest: (part, name, op, share) => `are interested in the ${part} ${name} (${op} ${share} of their interests)`,
  similar: (list, atLeast) => `have a taste like ${list} (similarity at least ${atLeast})`,
  likePeople: (people, top) => `are like ${people} given people${top === undefined ? '' : ` (the ${top} most alike)`}`,
  lifecycle: (stages) => `are ${stages} in their lifecycle`,
  score: (name, op, number) => `have a score “${name}” of ${op} ${number}`,
  segment: (id) => `belong to the segment “${id}”`,
  measure: (aggregate, what, when) => `${aggregate}: ${spaced(what, when)}`,
  frequency: (part, what, when) => spaced(`the most frequent ${part}`, what && `of what they did: ${what}`, when),
  times: 'how often',
  exists: (name) => `have a known ${name}`,
  isOneOf: (name, list) => `have ${list} as ${name}`,
  contains: (name, text) => `have ${text} in ${name}`,
  startsWith: (name, text) => `have a ${name} that starts with ${text}`,
  compares: (name, op, value) => `have a ${name} of ${op === 'exactly' ? '' : `${op} `}${value}`,
}

const zh: DescriptionTexts = {
  and: '，并且',
  or: '，或者',
  list: '、',
  orList: '或',
  yes: '是',
  no: '否',
  anything: '有过任何行为',
  kinds: {
    order: '购买过商品',
    view: '浏览过内容',
    click: '点击过内容',
    cart: '加购过商品',
    uncart: '移出过购物车商品',
    checkout: '开始过结算',
    like: '点赞过内容',
    dislike: '点踩过内容',
    wishlist: '加入过心愿单',
    save: '收藏过内容',
    share: '分享过内容',
    comment: '评论过内容',
    review: '评价过商品',
    rating: '打过评分',
    read: '阅读过内容',
    play: '播放过内容',
    complete: '看完过内容',
    follow: '关注过对象',
    refund: '退过款',
    'search-click': '点击过搜索结果',
  },
  parts: { category: '类目', brand: '品牌', hour: '时段', device: '设备', channel: '渠道' },
  periods: {
    today: '今天',
    yesterday: '昨天',
    thisWeek: '本周',
    lastWeek: '上周',
    thisMonth: '本月',
    lastMonth: '上个月',
    thisYear: '今年',
    lastYear: '去年',
  },
  stages: { new: '新客', active: '活跃', atRisk: '有流失风险', lapsed: '已流失' },
  ops: { '=': '等于', '!=': '不等于', '<': '小于', '<=': '不超过', '>': '大于', '>=': '不少于' },
  aggregates: {
    sumOfValue: '金额合计',
    sumOfAmount: '数量合计',
    averageValue: '平均金额',
    averageAmount: '平均数量',
    distinctItems: '不同商品数',
    distinctDays: '不同天数',
    sinceFirst: '距首次天数',
    sinceLast: '距最近一次天数',
    perDay: '日均次数',
  },
  people: (what) => `${what}的人`,
  group: (what) => `（${what}）`,
  not: (what) => `不满足「${what}」`,
  notGroup: (what) => `不满足「${what}」`,
  quote: (text) => `「${text}」`,
  event: (name) => `发生过「${name}」`,
  doing: (verb, facts) => (facts.length === 0 ? verb : `${verb}（${facts.join('，')}）`),
  ofItems: (list) => `商品为${list}`,
  ofCategories: (list) => `类目为${list}`,
  ofBrands: (list) => `品牌为${list}`,
  ofTags: (list) => `标签含${list}`,
  ofPrice: (range) => `价格${range}`,
  ofTitle: (text) => `标题含${text}`,
  ofValue: (range) => `金额${range}`,
  ofAmount: (range) => `数量${range}`,
  range: (from, to) => (from === undefined ? `至多 ${to}` : to === undefined ? `至少 ${from}` : `${from}～${to}`),
  lastDays: (days) => `最近 ${days} 天`,
  between: (from, to) => `${from} 至 ${to}`,
  did: (what, when) => `${when}${what}`,
  didNot: (what, when) => `${when}没有${what}`,
  didTimes: (what, when, op, number) => `${when}${what}且次数${op} ${number}`,
  measured: (aggregate, what, when, op, number) => `${when}${what}且${aggregate}${op} ${number}`,
  mostFrequent: (part, what, when, list) =>
    `${when}${what === undefined ? '' : `在「${what}」中`}最常用的${part}为${list}`,
  sequence: (first, next, days, without, when) =>
    `${when}先${first}、再于 ${days} 天内${next}${without === undefined ? '' : `、其间没有${without}`}`,
  interest: (part, name, op, share) => `对${part}${name}的兴趣占比${op} ${share}`,
  similar: (list, atLeast) => `口味接近${list}（相似度不少于 ${atLeast}）`,
  likePeople: (people, top) => `与指定的 ${people} 人相似${top === undefined ? '' : `（最相似的 ${top} 人）`}`,
  lifecycle: (stages) => `生命周期为${stages}`,
  score: (name, op, number) => `分数「${name}」${op} ${number}`,
  segment: (id) => `属于人群「${id}」`,
  measure: (aggregate, what, when) => `${aggregate}：${when}${what}`,
  frequency: (part, what, when) => `${when}${what === undefined ? '' : `在「${what}」中`}最常用的${part}`,
  times: '次数',
  exists: (name) => `已知 ${name}`,
  isOneOf: (name, list) => `${name} 为${list}`,
  contains: (name, text) => `${name} 包含${text}`,
  startsWith: (name, text) => `${name} 以${text}开头`,
  compares: (name, op, value) => `${name} ${op === '等于' ? '为' : op}${value.startsWith('「') ? value : ` ${value}`}`,
}

export const descriptionTexts: Readonly<Record<RuleLanguage, DescriptionTexts>> = { en, zh }

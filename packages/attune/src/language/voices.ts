import { comparableName } from '../collect/reduce/field-class.ts'
import type { EventMeanings } from '../collect/standard-events.ts'

/** Events in which people speak and which say nothing about taste: questions, answers to surveys. */
const speaking = new Set(
  [
    ['Question Asked', 'Product Question Asked', 'Question Submitted', 'Feedback Submitted', 'Survey Submitted'],
    [
      'Satisfaction Submitted',
      'NPS Submitted',
      '提问',
      '商品提问',
      '用户提问',
      '咨询',
      '反馈',
      '意见反馈',
      '满意度',
      '留言',
    ],
  ]
    .flat()
    .map(comparableName),
)
const kinds: ReadonlySet<string | null> = new Set(['review', 'rating', 'comment'])

/** Whether an event of this name holds somebody's own words. */
export const isVoice = (name: string, meanings: EventMeanings): boolean =>
  speaking.has(comparableName(name)) || kinds.has(meanings(name)?.kind ?? null)

/** Searches that people type. */
const searching = new Set(
  [
    'Products Searched',
    'Search',
    'Searched',
    'Content Searched',
    'Search Performed',
    '搜索',
    '搜索商品',
    '站内搜索',
  ].map(comparableName),
)

/** Whether an event of this name holds what somebody searched for. */
export const isSearch = (name: string): boolean => searching.has(comparableName(name))

const queryKeys = ['query', 'q', 'searchquery', 'searchterm', 'keyword', 'keywords', '搜索词', '关键词', '查询']

/** Where they stand, the surest first. */
const textKeys = [
  ['reviewbody', 'reviewtext', 'review', 'commentbody', 'comment', 'question', 'feedback', 'text', 'body', 'content'],
  ['message', 'answer', '评价内容', '评论内容', '评价', '评论', '问题', '反馈', '留言', '内容'],
].flat()

/** The words in the properties of such an event; undefined where there are none. */
export const wordsOf = (properties: Readonly<Record<string, unknown>>): string | undefined =>
  firstText(properties, textKeys)

/** What was searched for; undefined where nothing was. */
export const queryOf = (properties: Readonly<Record<string, unknown>>): string | undefined =>
  firstText(properties, queryKeys)

function firstText(properties: Readonly<Record<string, unknown>>, keys: readonly string[]): string | undefined {
  const byName = new Map<string, string>()
  for (const [key, value] of Object.entries(properties))
    if (typeof value === 'string' && value.trim() !== '') byName.set(comparableName(key), value)
  const key = keys.find((name) => byName.has(name))
  return key === undefined ? undefined : byName.get(key)
}

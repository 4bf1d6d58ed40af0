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

/** Where they stand, the surest first. */
const textKeys = [
  ['reviewbody', 'reviewtext', 'review', 'commentbody', 'comment', 'question', 'feedback', 'text', 'body', 'content'],
  ['message', 'answer', '评价内容', '评论内容', '评价', '评论', '问题', '反馈', '留言', '内容'],
].flat()

/** The words in the properties of such an event; undefined where there are none. */
export function wordsOf(properties: Readonly<Record<string, unknown>>): string | undefined {
  const byName = new Map<string, string>()
  for (const [key, value] of Object.entries(properties))
    if (typeof value === 'string' && value.trim() !== '') byName.set(comparableName(key), value)
  const key = textKeys.find((name) => byName.has(name))
  return key === undefined ? undefined : byName.get(key)
}

import { comparableName } from '../collect/reduce/field-class.ts'
import type { EventMeanings } from '../collect/standard-events.ts'
import { isVoice } from '../language/voices.ts'

/** Events in which people say how satisfied they are, or that they are not; names in either language, however written. */
const named = {
  csat: ['Satisfaction Submitted', 'CSAT Submitted', 'CSAT', '满意度', '满意度评价', '提交满意度'],
  nps: ['NPS Submitted', 'NPS', 'Net Promoter Score Submitted', '净推荐值', '提交净推荐值', '推荐意愿'],
  complaints: ['Complaint Submitted', 'Complaint Filed', 'Complaint', '投诉', '提交投诉', '客户投诉', '用户投诉'],
} as const

export type AnswerKind = keyof typeof named | 'voices'

const kinds = new Map<string, AnswerKind>(
  Object.entries(named).flatMap(([kind, names]) =>
    names.map((name) => [comparableName(name), kind as AnswerKind] as const),
  ),
)

/** What an event of this name tells of satisfaction; undefined: nothing. */
export const answerKindOf = (name: string, meanings: EventMeanings): AnswerKind | undefined =>
  kinds.get(comparableName(name)) ?? (isVoice(name, meanings) ? 'voices' : undefined)

/** Properties in which the score stands, the surest first; `value` of the event where none does. */
export const scoreProperties = ['score', 'rating', 'csat', 'nps', '分数', '评分', '得分'] as const
/** Properties that say how far the scale goes: 5 where none does. */
export const scaleProperties = ['scale', 'max', '满分'] as const

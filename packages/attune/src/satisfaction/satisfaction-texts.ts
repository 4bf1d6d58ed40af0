import type { SatisfactionPartName } from '@attune/measure'

interface InBoth {
  readonly en: string
  readonly zh: string
}

/** Names of the parts. */
export const partNames: Readonly<Record<SatisfactionPartName, InBoth>> = {
  ratings: { en: 'Ratings', zh: '评分' },
  csat: { en: 'CSAT', zh: '满意度（CSAT）' },
  nps: { en: 'NPS', zh: '净推荐值（NPS）' },
  sentiment: { en: 'Sentiment of texts', zh: '文本情感' },
  returns: { en: 'Orders kept', zh: '未退货' },
  complaints: { en: 'No complaint', zh: '未投诉' },
}

/** Sentences for what must be known about a figure. */
export const satisfactionSentences = {
  'nothing-known': (): InBoth => ({
    en: 'Nothing is known: nobody rated, answered, wrote or ordered.',
    zh: '暂无数据：没有人评分、作答、留言或下单。',
  }),
  'missing-part': (part: SatisfactionPartName): InBoth => ({
    en: `“${partNames[part].en}” is missing; the other parts weigh more.`,
    zh: `缺少「${partNames[part].zh}」，其余部分的权重相应提高。`,
  }),
  'few-persons': (part: SatisfactionPartName): InBoth => ({
    en: `“${partNames[part].en}” rests on fewer than 30 people.`,
    zh: `「${partNames[part].zh}」的人数不足 30。`,
  }),
  suppressed: (part: SatisfactionPartName): InBoth => ({
    en: `“${partNames[part].en}” is of fewer than five people and not shown.`,
    zh: `「${partNames[part].zh}」不足五人，不予显示。`,
  }),
} as const

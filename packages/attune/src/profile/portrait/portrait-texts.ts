import type { omissionCodes } from '../../api/schemas/profiles.ts'

export type PortraitLanguage = 'en' | 'zh'
export type OmissionCode = (typeof omissionCodes)[number]

/** Why a section of a portrait is not there, in both languages. */
export const omissionTexts: Readonly<Record<OmissionCode, Readonly<Record<PortraitLanguage, string>>>> = {
  'no-profiling': {
    en: 'The person has not agreed to a portrait, so only what they gave is shown.',
    zh: '本人未同意绘制画像，因此只显示本人提供的信息。',
  },
  'nothing-known': {
    en: 'They have not done anything yet that would say so.',
    zh: '目前还没有足以说明问题的行为。',
  },
  'no-reviews': {
    en: 'They have not written a review or a comment.',
    zh: '本人没有写过评价或评论。',
  },
  'no-sentiment-model': {
    en: 'Nothing is set up that reads sentiment from texts.',
    zh: '尚未配置文本情感分析。',
  },
  'no-item-vectors': {
    en: 'Items have no vectors yet: set up an encoder of texts.',
    zh: '商品还没有向量：请先配置文本编码器。',
  },
  'too-few-people': {
    en: 'There are too few people to compare with.',
    zh: '可供比较的人数太少。',
  },
  'no-language-model': {
    en: 'No language model is set up to write a summary.',
    zh: '尚未配置用于撰写摘要的语言模型。',
  },
  'summary-not-asked': {
    en: 'A language model writes a summary where one is asked for.',
    zh: '需要时可由语言模型撰写摘要。',
  },
  'summary-failed': {
    en: 'The language model did not answer. Try again later.',
    zh: '语言模型没有回答，请稍后重试。',
  },
  'summary-refused': {
    en: 'What the language model wrote does not rest on this portrait, so it is not shown.',
    zh: '语言模型写的内容没有以这份画像为依据，因此不予显示。',
  },
}

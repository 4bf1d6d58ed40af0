import type { InterestNode } from 'attune/api-types'
import type { Language } from '../../texts/text.ts'

const words = { any: { en: ' or ', zh: ' 或 ' }, all: { en: ' and ', zh: ' 且 ' } } as const

/** Several interests as one rule in its text form. */
export const ruleOfInterests = (
  nodes: readonly Pick<InterestNode, 'text'>[],
  join: 'any' | 'all',
  language: Language,
): string => nodes.map(({ text }) => text[language]).join(words[join][language])

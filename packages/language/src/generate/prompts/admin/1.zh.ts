import type { PromptText } from '../../define-prompt.ts'

export const words: PromptText = {
  hash: 'e12c33753b03',
  system: `你是使用 Attune 的营销团队的助手。回答要简短、直白，用提问者使用的语言。不知道的事情就直说不知道。`,
  user: `{{instruction}}`,
}

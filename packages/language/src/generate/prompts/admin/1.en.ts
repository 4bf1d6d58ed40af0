import type { PromptText } from '../../define-prompt.ts'

export const words: PromptText = {
  hash: '0b81c8c70b35',
  system: `You help the marketing team that runs this installation of Attune. Answer briefly and plainly, in the language in which you are asked. Say so when you do not know something.`,
  user: `{{instruction}}`,
}

export type {
  Budget,
  CompatibleModelConfig,
  DecoderModelConfig,
  GgufModelConfig,
  HostedModelConfig,
  LanguageModelConfig,
  ModelConfig,
  ModelPrice,
  PurposeConfig,
} from './config.ts'
export { type AnswerCache, createAnswerCache } from './create-answer-cache.ts'
export type { BreakerState } from './create-breaker.ts'
export { budgetPeriods } from './create-budgets.ts'
export { createLanguageModel, type LanguageModelDependencies } from './create-language-model.ts'
export {
  definePrompt,
  type Prompt,
  type PromptDefinition,
  type PromptText,
  type PromptValue,
  promptHash,
} from './define-prompt.ts'
export { estimateTokens } from './estimate-tokens.ts'
export type {
  Generated,
  GeneratedObject,
  GeneratedText,
  LanguageModel,
  ModelStatus,
  ObjectRequest,
  TextRequest,
} from './language-model.ts'
export { createMemoryLedger, type Ledger, type ModelCall, type Spent } from './ledger.ts'
export * from './prompts/index.ts'
export type { LocalWriter } from './providers/local-model.ts'
export { type PromptWords, promptWordsLimit, rewordPrompt } from './reword-prompt.ts'
export type { Sleep } from './with-retries.ts'

import { createHash } from 'node:crypto'
import { LanguageError } from '../errors.ts'
import { createRedactor, type RedactedEntry } from '../redact/index.ts'
import type { LanguageModelConfig, PurposeConfig } from './config.ts'
import { estimateTokens } from './estimate-tokens.ts'
import type { ObjectRequest, TextRequest } from './language-model.ts'
import { layOutPrompt, type Marks } from './lay-out-prompt.ts'
import type { OpenedModel } from './open-models.ts'
import { jsonSchemaOf } from './read-json-answer.ts'
import type { ModelMessage, ModelRequest } from './text-model.ts'

/** A call that is ready to go: nothing in it says who anybody is. */
export interface PreparedCall {
  readonly opened: OpenedModel
  readonly settings: PurposeConfig
  readonly workspace: string
  readonly purpose: string
  readonly prompt: { readonly id: string; readonly version: number; readonly language: 'en' | 'zh' }
  readonly messages: readonly ModelMessage[]
  readonly marks: Marks
  readonly entries: readonly RedactedEntry[]
  /** Equal for calls that may share an answer. */
  readonly cacheKey: string
  readonly maxTokens: number
  readonly temperature: number | undefined
  readonly seed: number | undefined
  readonly schema: ModelRequest['schema']
  readonly signal: AbortSignal | undefined
}

export interface PrepareDependencies {
  readonly config: LanguageModelConfig
  readonly models: ReadonlyMap<string, OpenedModel>
  readonly rng: () => number
}

const schemaWords = {
  en: (schema: string) => `Answer with nothing but JSON that fits this JSON Schema:\n${schema}`,
  zh: (schema: string) => `只输出符合以下 JSON Schema 的 JSON，不要有任何其他文字：\n${schema}`,
}

/** The settings of a purpose; those of `*` where it has none of its own. */
export function settingsOf(config: LanguageModelConfig, purpose: string): PurposeConfig | undefined {
  if (Object.hasOwn(config.purposes, purpose)) return config.purposes[purpose]
  return Object.hasOwn(config.purposes, '*') ? config.purposes['*'] : undefined
}

/**
 * Chooses the model, takes out personal data and lays out the messages.
 *
 * @throws LanguageError `no-model`, `bad-prompt`
 */
export function prepareCall<Name extends string>(
  request: TextRequest<Name> & { readonly schema?: ObjectRequest<Name, unknown>['schema'] },
  { config, models, rng }: PrepareDependencies,
): PreparedCall {
  const { purpose, prompt, language, variables, workspace = 'default' } = request
  const settings = settingsOf(config, purpose)
  const opened = models.get(settings?.model ?? '')
  if (settings === undefined || opened === undefined)
    throw new LanguageError(
      'no-model',
      'No language model is configured for this purpose. Name one in the configuration (languageModel.models and languageModel.purposes).',
      { purpose },
    )
  const redactor = createRedactor(request.people)
  const laidOut = layOutPrompt(prompt, language, variables, redactor)
  const marks = { nonce: randomWord(rng, 10), canary: randomWord(rng, 14) }
  const json = request.schema && jsonSchemaOf(request.schema)
  const schema = json && { name: prompt.id.replaceAll('-', '_'), json }
  const inWords = schema && !opened.model.takesSchema ? schemaWords[language](JSON.stringify(schema.json)) : undefined
  const messages = laidOut
    .messages(marks)
    .map((message) =>
      message.role === 'system' && inWords ? { ...message, text: `${message.text}\n\n${inWords}` } : message,
    )
  const most = opened.config.maxInputTokens ?? 32_000
  if (estimateMessages(messages) > most)
    throw new LanguageError(
      'bad-prompt',
      `The text is longer than this model takes (about ${most} tokens). Send less of it.`,
      { maxInputTokens: most },
    )
  const maxTokens = request.maxTokens ?? settings.maxTokens ?? 1024
  const temperature = request.temperature ?? settings.temperature
  const parts = [
    workspace,
    opened.name,
    opened.config,
    prompt.id,
    prompt.version,
    laidOut.key,
    json,
    maxTokens,
    temperature,
    request.seed,
  ]
  return {
    opened,
    settings,
    workspace,
    purpose,
    prompt: { id: prompt.id, version: prompt.version, language },
    messages,
    marks,
    entries: redactor.entries,
    cacheKey: createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
    maxTokens,
    temperature,
    seed: request.seed,
    schema,
    signal: request.signal,
  }
}

export function estimateMessages(messages: readonly ModelMessage[]): number {
  // Each message has a few tokens around it.
  return messages.reduce((sum, { text }) => sum + estimateTokens(text) + 4, 0)
}

function randomWord(rng: () => number, length: number): string {
  return Array.from({ length }, () => 'bcdfghjkmnpqrstvwxz23456789'.charAt(Math.floor(rng() * 27))).join('')
}

import type { z } from 'zod'
import { LanguageError } from '../errors.ts'
import type { RedactedEntry } from '../redact/index.ts'
import { restore } from '../redact/index.ts'
import { checkAnswer } from './check-answer.ts'
import type { LanguageModelConfig, ModelConfig } from './config.ts'
import { type AnswerCache, createAnswerCache } from './create-answer-cache.ts'
import { createBudgets } from './create-budgets.ts'
import { createExchanger } from './create-exchanger.ts'
import { createStreamGate } from './create-stream-gate.ts'
import type { GeneratedObject, LanguageModel } from './language-model.ts'
import type { Ledger, ModelCall } from './ledger.ts'
import { openModels } from './open-models.ts'
import { type PreparedCall, prepareCall, settingsOf } from './prepare-call.ts'
import type { ProviderDependencies } from './providers/open-model.ts'
import { readJsonAnswer, readObject } from './read-json-answer.ts'
import type { ModelMessage } from './text-model.ts'
import type { Sleep } from './with-retries.ts'

export interface LanguageModelDependencies extends ProviderDependencies {
  readonly sleep: Sleep
  /** Uniform in [0, 1): marks of prompts and pauses between tries. Nobody outside may be able to foresee it. */
  readonly rng: () => number
  readonly ledger: Ledger
  /** Default: the last 500 answers for an hour. */
  readonly cache?: AnswerCache
  /** Told of every call, besides the ledger. */
  readonly log?: (call: ModelCall) => void
}

type Cacheable = { readonly cache?: boolean }

const repairWords = {
  en: (issues: readonly string[]) =>
    `That is not what was asked for:\n${issues.map((issue) => `- ${issue}`).join('\n')}\nAnswer again, with the corrected JSON and nothing else.`,
  zh: (issues: readonly string[]) =>
    `这不符合要求：\n${issues.map((issue) => `- ${issue}`).join('\n')}\n请重新回答，只输出改正后的 JSON。`,
}

/**
 * Opens the door to language models. Nothing is loaded, and no server asked, before the first call.
 *
 * @throws LanguageError `bad-option` for a configuration that contradicts itself
 * @example
 * const model = createLanguageModel(
 *   { models: { main: { provider: 'openai-compatible', baseUrl: 'http://127.0.0.1:11434/v1', model: 'qwen3' } }, purposes: { '*': { model: 'main' } } },
 *   { fetch, now: Date.now, sleep, rng, ledger: createMemoryLedger() },
 * )
 * const { text } = await model.generateText({ purpose: 'admin', prompt: adminPrompt, language: 'en', variables: { instruction: 'Say hello.' } })
 */
export function createLanguageModel(
  config: LanguageModelConfig,
  dependencies: LanguageModelDependencies,
): LanguageModel {
  const { ledger, now, rng } = dependencies
  const models = openModels(config, dependencies)
  const cache = dependencies.cache ?? createAnswerCache({ now })
  const exchanger = createExchanger({ ...dependencies, budgets: createBudgets({ ledger, now }) })

  const check = (call: PreparedCall, text: string): void => checkAnswer(text, call.marks, call.entries)
  /** An answer that was let through before; what does not pass any more is asked anew. */
  const cached = <T>(
    call: PreparedCall,
    { cache: wanted = true }: Cacheable,
    read: (text: string) => T,
  ): T | undefined => {
    const known = wanted ? cache.get(call.cacheKey) : undefined
    try {
      return known === undefined ? undefined : read(known)
    } catch {
      return undefined
    }
  }
  const keep = (call: PreparedCall, { cache: wanted = true }: Cacheable, text: string): void => {
    if (wanted) cache.set(call.cacheKey, text)
  }

  return {
    async generateText(request) {
      const call = prepareCall(request, { config, models, rng })
      const known = cached(call, request, (text) => {
        check(call, text)
        return restore(text, call.entries)
      })
      if (known !== undefined) return { ...exchanger.recordCached(call), text: known, cut: false }
      const { value: _, text, ...done } = await exchanger.write(call, call.messages, (answer) => check(call, answer))
      if (!done.cut) keep(call, request, text)
      return { ...done, text: restore(text, call.entries) }
    },

    async generateObject<Name extends string, T>(
      request: Parameters<typeof prepareCall<Name>>[0] & { readonly schema: z.ZodType<T> },
    ): Promise<GeneratedObject<T>> {
      const call = prepareCall(request, { config, models, rng })
      const read = (text: string): T => {
        check(call, text)
        return readObject(request.schema, restoreDeep(readJsonAnswer(text), call.entries))
      }
      const known = cached(call, request, (text) => ({ value: read(text) }))
      if (known !== undefined) return { ...exchanger.recordCached(call), ...known, repaired: false }
      let first = ''
      const messages: ModelMessage[] = [...call.messages]
      try {
        const {
          text,
          cut: _,
          ...done
        } = await exchanger.write(call, messages, (answer) => {
          first = answer
          return read(answer)
        })
        keep(call, request, text)
        return { ...done, repaired: false }
      } catch (error) {
        const issues = repairable(error)
        if (issues === undefined) throw error
        messages.push({ role: 'assistant', text: first }, { role: 'user', text: repairWords[request.language](issues) })
      }
      const { text, cut: _, ...done } = await exchanger.write(call, messages, read)
      keep(call, request, text)
      return { ...done, repaired: true }
    },

    async *streamText(request) {
      const call = prepareCall(request, { config, models, rng })
      const known = cached(call, request, (text) => {
        check(call, text)
        return restore(text, call.entries)
      })
      if (known !== undefined) {
        yield known
        return { ...exchanger.recordCached(call), text: known, cut: false }
      }
      const { value, text, ...done } = yield* exchanger.stream(call, createStreamGate(call.marks, call.entries))
      if (!done.cut) keep(call, request, text)
      return { ...done, text: value }
    },

    has: (purpose) => models.has(settingsOf(config, purpose)?.model ?? ''),

    status: () =>
      [...models.values()].map(({ name, config: { provider, ...settings }, breaker }) => ({
        name,
        provider,
        model: placeOf({ provider, ...settings } as ModelConfig),
        state: breaker.state,
        opensAgainAt: breaker.opensAgainAt,
      })),
  }
}

function placeOf(config: ModelConfig): string {
  switch (config.provider) {
    case 'gguf':
      return config.path
    case 'decoder':
      return config.folder
    default:
      return config.model
  }
}

/** What a second try is told, if the first answer only had the wrong form. */
function repairable(error: unknown): readonly string[] | undefined {
  if (!(error instanceof LanguageError) || error.code !== 'bad-answer') return undefined
  if (error.details.why === 'no-json') return ['(root): JSON']
  return error.details.why === 'schema' && Array.isArray(error.details.issues)
    ? error.details.issues.map(String)
    : undefined
}

function restoreDeep(value: unknown, entries: readonly RedactedEntry[]): unknown {
  if (typeof value === 'string') return restore(value, entries)
  if (Array.isArray(value)) return value.map((part) => restoreDeep(part, entries))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [restore(name, entries), restoreDeep(part, entries)]),
  )
}

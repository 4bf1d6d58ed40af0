import { setTimeout as pause } from 'node:timers/promises'
import type { ModelConfig, PurposeConfig } from './config.ts'
import { createLanguageModel, type LanguageModelDependencies } from './create-language-model.ts'
import { definePrompt, type Prompt, promptHash } from './define-prompt.ts'
import type { LanguageModel } from './language-model.ts'
import { createMemoryLedger } from './ledger.ts'
import type { Sleep } from './with-retries.ts'

/** Waits as Node does. */
export const realSleep: Sleep = async (ms, signal) => {
  await pause(ms, undefined, { ...(signal === undefined ? {} : { signal }), ref: false })
}

const words = (system: string, user: string) => ({ system, user, hash: promptHash({ system, user }) })

/** Asks about a text from outside. */
export const readPrompt: Prompt<'text'> = definePrompt({
  id: 'read',
  version: 1,
  variables: { text: 'data' },
  texts: { en: words('You sum up reviews.', 'Sum this up: {{text}}'), zh: words('你总结评价。', '请总结：{{text}}') },
})

export interface OpenDoor {
  readonly door: LanguageModel
  readonly ledger: ReturnType<typeof createMemoryLedger>
  /** Milliseconds of pauses between tries. */
  readonly pauses: number[]
}

/** A door with one model behind it, whose pauses between tries are noted and not waited for; its deadline is real. */
export function openDoor(
  model: ModelConfig,
  {
    settings = {},
    ...dependencies
  }: Partial<LanguageModelDependencies> & { readonly settings?: Partial<PurposeConfig> } = {},
): OpenDoor {
  const ledger = createMemoryLedger()
  const pauses: number[] = []
  const timeoutMs = model.timeoutMs ?? 60_000
  const door = createLanguageModel(
    { models: { main: model }, purposes: { test: { model: 'main', ...settings } } },
    {
      fetch: globalThis.fetch,
      now: Date.now,
      rng: Math.random,
      ledger,
      sleep: async (ms, signal) => {
        if (ms === timeoutMs) return realSleep(ms, signal)
        pauses.push(ms)
      },
      ...dependencies,
    },
  )
  return { door, ledger, pauses }
}

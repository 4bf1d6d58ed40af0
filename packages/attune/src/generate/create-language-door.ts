import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { budgetPeriods, createLanguageModel, type ModelConfig, type Prompt, type PurposeConfig } from '@attune/language'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import type { StateStore } from '../store/state-store.ts'
import { createCallLedger } from './create-call-ledger.ts'
import { askThrough } from './fetch-through.ts'
import type { ConfiguredModel, LanguageDoor } from './language-door.ts'
import type { LanguageModelSettings, ModelSettings, PurposeSettings } from './language-model-schema.ts'
import { problemOf } from './model-problem.ts'

export interface LanguageDoorOptions {
  /** `languageModel` of the configuration. */
  readonly config: LanguageModelSettings
  readonly state: StateStore
  readonly clock: Clock
  readonly outgoing: Outgoing
  /** Where keys are. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Logger
  /** The words of a prompt that a workspace uses. Default: those that are given. */
  readonly wordsFor?: <Name extends string>(workspace: string, prompt: Prompt<Name>) => Prompt<Name>
}

const addresses = { anthropic: 'api.anthropic.com', google: 'generativelanguage.googleapis.com' } as const
const parts = 2 ** 32

/** Opens the door to the configured language models. Nothing is asked or loaded before the first call. */
export function createLanguageDoor(options: LanguageDoorOptions): LanguageDoor {
  const { config, state, clock, outgoing, env, log, wordsFor = (_, prompt) => prompt } = options
  const ledger = createCallLedger(state, clock)
  const problems = new Map(
    Object.entries(config.models).map(([name, model]) => [name, problemOf(model, outgoing, env)]),
  )
  const usable = Object.entries(config.models).filter(([name]) => problems.get(name)?.problem !== 'key-missing')
  const names = new Set(usable.map(([name]) => name))
  const door = createLanguageModel(
    {
      models: Object.fromEntries(usable.map(([name, model]) => [name, configOf(model, env)])),
      purposes: Object.fromEntries(
        Object.entries(config.purposes).map(([purpose, settings]) => [purpose, purposeOf(settings, names)]),
      ),
    },
    {
      fetch: askThrough(outgoing),
      now: clock,
      // Nobody may guess the marks around what customers wrote.
      rng: () => randomInt(parts) / parts,
      sleep: async (ms, signal) => {
        await pause(ms, undefined, { ref: false, ...(signal ? { signal } : {}) })
      },
      ledger,
      log: (call) => log.info(call, 'a language model was asked'),
      // The runtime of networks is only loaded where one is used.
      openDecoder: async (folder) => (await import('./open-own-decoder.ts')).openOwnDecoder(folder),
    },
  )
  const worded = <Name extends string, Request extends { readonly prompt: Prompt<Name>; readonly workspace?: string }>(
    request: Request,
  ): Request => ({ ...request, prompt: wordsFor(request.workspace ?? 'default', request.prompt) })
  const status = (name: string, model: ModelSettings): ConfiguredModel => {
    const known = door.status().find((one) => one.name === name)
    return {
      name,
      provider: model.provider,
      model: placeOf(model),
      state: known?.state ?? 'closed',
      opensAgainAt: known?.opensAgainAt ?? null,
      host: hostOf(model),
      keyVariable: 'apiKeyVariable' in model ? model.apiKeyVariable : null,
      problem: problems.get(name)?.problem ?? null,
      advice: problems.get(name)?.advice ?? null,
      price: model.price,
    }
  }
  return {
    ...door,
    // Words that are not in order are a failure of the call, like everything else.
    generateText: async (request) => door.generateText(worded(request)),
    generateObject: async (request) => door.generateObject(worded(request)),
    streamText: (request) => door.streamText(worded(request)),
    currency: config.currency,
    ledger,
    models: () => Object.entries(config.models).map(([name, model]) => status(name, model)),
    purposes(workspace) {
      const { day, month } = budgetPeriods(clock())
      const rest = config.purposes['*']
      const used = rest === undefined ? [] : ledger.purposesSince(workspace, month)
      const named = Object.keys(config.purposes).filter((purpose) => purpose !== '*')
      return [...new Set([...named, ...used])].flatMap((purpose) => {
        const settings = config.purposes[purpose] ?? rest
        if (settings === undefined) return []
        const since = (at: number) => ledger.spent(workspace, purpose, at)
        return [{ purpose, settings, spent: { day: since(day), month: since(month) } }]
      })
    },
  }
}

function configOf(model: ModelSettings, env: LanguageDoorOptions['env']): ModelConfig {
  switch (model.provider) {
    case 'openai-compatible': {
      const { apiKeyVariable, ...settings } = model
      const apiKey = apiKeyVariable === null ? undefined : env[apiKeyVariable]
      return { ...settings, ...(apiKey === undefined ? {} : { apiKey }) }
    }
    case 'anthropic':
    case 'google': {
      const { apiKeyVariable, baseUrl, ...settings } = model
      return { ...settings, apiKey: env[apiKeyVariable] ?? '', ...(baseUrl === null ? {} : { baseUrl }) }
    }
    default:
      return model
  }
}

function purposeOf(
  { model, budget, maxTokens, temperature }: PurposeSettings,
  usable: ReadonlySet<string>,
): PurposeConfig {
  return {
    model: model !== null && usable.has(model) ? model : null,
    budget: Object.fromEntries(Object.entries(budget).filter(([, limit]) => limit !== null)),
    maxTokens,
    ...(temperature === null ? {} : { temperature }),
  }
}

function placeOf(model: ModelSettings): string {
  if (model.provider === 'gguf') return model.path
  return model.provider === 'decoder' ? model.folder : model.model
}

function hostOf(model: ModelSettings): string | null {
  if (model.provider === 'gguf' || model.provider === 'decoder') return null
  if (model.baseUrl !== null) return new URL(model.baseUrl).host
  return model.provider === 'openai-compatible' ? null : addresses[model.provider]
}

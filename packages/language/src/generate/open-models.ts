import { LanguageError } from '../errors.ts'
import type { LanguageModelConfig, ModelConfig, PurposeConfig } from './config.ts'
import { type Breaker, createBreaker } from './create-breaker.ts'
import { createLimiter, type Limiter } from './create-limiter.ts'
import { openModel, type ProviderDependencies } from './providers/open-model.ts'
import type { TextModel } from './text-model.ts'

/** A configured model with what stands before it. */
export interface OpenedModel {
  readonly name: string
  readonly config: ModelConfig
  readonly model: TextModel
  readonly breaker: Breaker
  readonly turn: Limiter
}

/**
 * Every model of a configuration by its name, checked.
 *
 * @throws LanguageError `bad-option`
 */
export function openModels(
  config: LanguageModelConfig,
  dependencies: ProviderDependencies,
): ReadonlyMap<string, OpenedModel> {
  for (const [name, model] of Object.entries(config.models)) checkModel(name, model)
  for (const [purpose, settings] of Object.entries(config.purposes)) checkPurpose(purpose, settings, config)
  return new Map(
    Object.entries(config.models).map(([name, model]) => [
      name,
      {
        name,
        config: model,
        model: openModel(model, dependencies),
        breaker: createBreaker({
          failuresToOpen: model.failuresToOpen ?? 5,
          restMs: model.restMs ?? 30_000,
          now: dependencies.now,
        }),
        turn: createLimiter(model.concurrency ?? 4),
      },
    ]),
  )
}

const bad = (message: string, field: string): LanguageError => new LanguageError('bad-option', message, { field })

function checkModel(name: string, config: ModelConfig): void {
  const at = `models.${name}`
  for (const field of ['timeoutMs', 'attempts', 'concurrency', 'maxInputTokens', 'failuresToOpen', 'restMs'] as const)
    if (config[field] !== undefined && !(Number.isInteger(config[field]) && config[field] >= 1))
      throw bad(`${at}.${field} is a whole number from 1.`, `${at}.${field}`)
  for (const side of ['input', 'output'] as const)
    if (config.price && !(config.price[side] >= 0))
      throw bad(`${at}.price.${side} is a number from 0.`, `${at}.price.${side}`)
  if ('baseUrl' in config && config.baseUrl !== undefined && !URL.canParse(config.baseUrl))
    throw bad(`${at}.baseUrl is an address such as http://127.0.0.1:11434/v1.`, `${at}.baseUrl`)
}

function checkPurpose(
  purpose: string,
  { model, budget = {}, maxTokens }: PurposeConfig,
  config: LanguageModelConfig,
): void {
  const at = `purposes.${purpose}`
  if (model !== null && !Object.hasOwn(config.models, model))
    throw bad(`${at}.model names no model of the configuration.`, `${at}.model`)
  for (const [field, limit] of Object.entries(budget))
    if (limit !== undefined && !(limit >= 0))
      throw bad(`${at}.budget.${field} is a number from 0.`, `${at}.budget.${field}`)
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens >= 1))
    throw bad(`${at}.maxTokens is a whole number from 1.`, `${at}.maxTokens`)
}

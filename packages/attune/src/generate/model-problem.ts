import { AttuneError } from '../errors.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import type { ModelProblem } from './language-door.ts'
import type { ModelSettings } from './language-model-schema.ts'

export interface FoundProblem {
  readonly problem: ModelProblem
  readonly advice: string
}

/** Why a model cannot be used as it is configured, so far as can be said without asking anybody. */
export function problemOf(
  model: ModelSettings,
  outgoing: Pick<Outgoing, 'refusal'>,
  env: Readonly<Record<string, string | undefined>>,
): FoundProblem | undefined {
  if ('apiKeyVariable' in model && model.apiKeyVariable !== null && !env[model.apiKeyVariable])
    return {
      problem: 'key-missing',
      advice: `The variable ${model.apiKeyVariable}, which shall hold its key, is not set. Set it where Attune runs, and start again.`,
    }
  if (!('baseUrl' in model) || model.baseUrl === null) return undefined
  const refusal = outgoing.refusal(model.baseUrl)
  return refusal instanceof AttuneError ? { problem: 'address-refused', advice: refusal.message } : undefined
}

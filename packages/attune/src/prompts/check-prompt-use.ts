import type { PromptUse } from '../api/schemas/prompts.ts'
import { attuneError } from '../errors.ts'
import type { Experiment } from '../experiments/experiment.ts'
import type { ShippedPrompt } from './shipped-prompts.ts'

export interface UseOptions {
  readonly shipped: ShippedPrompt
  /** Every version that can be asked with, the shipped one among them. */
  readonly versions: readonly number[]
  readonly experimentOf: (id: string) => Experiment | undefined
}

/**
 * What is used are versions that exist; an experiment divides people, and has a version for each of its variations.
 *
 * @throws AttuneError `invalid-prompt-use`, naming the field
 */
export function checkPromptUse(use: PromptUse, { shipped, versions, experimentOf }: UseOptions): void {
  const refused = (field: string, message: string) =>
    attuneError('invalid-prompt-use', message, { details: { field, versions: versions.map(String) } })
  const { version, experiment: id, variations } = use
  if (version !== null && !versions.includes(version)) throw refused('version', 'There is no such version of it.')
  if (id === null) {
    if (Object.keys(variations).length > 0) throw refused('variations', 'Variations belong to an experiment; name it.')
    return
  }
  if (shipped.about !== 'person')
    throw refused('experiment', 'It is asked for the team, not for a person: an experiment has nobody to divide.')
  const experiment = experimentOf(id)
  if (experiment === undefined || experiment.kind === 'holdout')
    throw refused('experiment', 'experiment must name an experiment that exists and is no holdout.')
  if (experiment.unit !== 'person') throw refused('experiment', 'The unit of an experiment on a prompt is the person.')
  const named = (ids: readonly string[]): string => [...ids].sort().join('\n')
  if (named(experiment.variations.map((variation) => variation.id)) !== named(Object.keys(variations)))
    throw refused('variations', 'Name a version for every variation of the experiment, and for no other.')
  if (Object.values(variations).some((one) => !versions.includes(one)))
    throw refused('variations', 'A variation names a version that does not exist.')
}

import type { PromptUse, PromptView } from 'attune/api-types'
import type { DraftVariation } from './experiment-draft.ts'

/** What was chosen in the form; undefined where nothing was touched. */
export interface ChosenSubject {
  /** The prompt that is tried; empty: what a flag or a placement shows. */
  readonly prompt?: string
  /** Version by the key of a variation. */
  readonly versions: Readonly<Record<number, string>>
}

/** Prompts that can be tried on people. */
export const triable = (prompts: readonly PromptView[]): readonly PromptView[] =>
  prompts.filter(({ about }) => about === 'person')

/** The prompt that the form shows. */
export function subjectOf(
  prompts: readonly PromptView[],
  experiment: string | undefined,
  { prompt }: ChosenSubject,
): PromptView | undefined {
  const named = triable(prompts).find(({ use }) => experiment !== undefined && use.experiment === experiment)
  return prompt === undefined ? named : prompts.find(({ id }) => id === prompt)
}

/** The version of a variation as chosen, as it is, or the shipped one. */
export function versionOf(prompt: PromptView, { key, id }: DraftVariation, { versions }: ChosenSubject): string {
  const shipped = prompt.versions.find(({ origin }) => origin === 'shipped')?.version
  return versions[key] ?? `${prompt.use.variations[id] ?? shipped ?? prompt.inForce}`
}

/** What has to be said of prompts once the experiment is saved: whom it no longer tries, and whom it does. */
export function usesToSave(
  prompts: readonly PromptView[],
  experiment: string,
  variations: readonly DraftVariation[],
  chosen: ChosenSubject,
): readonly (readonly [prompt: string, use: PromptUse])[] {
  const subject = subjectOf(prompts, experiment, chosen)
  const left = prompts.filter(({ id, use }) => use.experiment === experiment && id !== subject?.id)
  return [
    ...left.map(({ id, use }) => [id, { version: use.version, experiment: null, variations: {} }] as const),
    ...(subject
      ? [
          [
            subject.id,
            {
              version: subject.use.version,
              experiment,
              variations: Object.fromEntries(
                variations.map((variation) => [variation.id.trim(), Number(versionOf(subject, variation, chosen))]),
              ),
            },
          ] as const,
        ]
      : []),
  ]
}

import { LanguageError, rewordPrompt } from '@attune/language'
import { type PromptUse, promptUseSchema, promptVersionInputSchema } from '../api/schemas/prompts.ts'
import type { StateStore } from '../store/state-store.ts'
import type { OwnVersion } from './prompts.ts'
import type { ShippedPrompt } from './shipped-prompts.ts'

/** Own versions count from here, so that none is ever taken for a shipped one. */
export const firstOwnVersion = 1001

export interface KeptPrompt {
  readonly own: readonly OwnVersion[]
  readonly use: PromptUse
}

export const unused: PromptUse = { version: null, experiment: null, variations: {} }

/** What a workspace keeps of a prompt. */
export function readPrompt(state: StateStore, workspace: string, shipped: ShippedPrompt): KeptPrompt {
  const { id } = shipped.prompt
  const versions = state.raw
    .prepare(
      'SELECT version, definition, created_at FROM prompt_versions WHERE workspace = ? AND prompt = ? AND definition IS NOT NULL ORDER BY version',
    )
    .all(workspace, id)
  const use = state.raw
    .prepare('SELECT definition FROM prompt_uses WHERE workspace = ? AND prompt = ?')
    .get(workspace, id)
  return {
    own: versions.map(({ version, definition, created_at }) => {
      const { title, texts } = promptVersionInputSchema.parse(JSON.parse(String(definition)))
      const number = Number(version)
      return {
        version: number,
        title,
        texts,
        createdAt: Number(created_at),
        prompt: wordedOr(shipped, number, texts),
      }
    }),
    use: use === undefined ? unused : promptUseSchema.parse(JSON.parse(String(use.definition))),
  }
}

/** Undefined where a new release asks for other variables or another answer than its words have. */
function wordedOr({ prompt }: ShippedPrompt, version: number, texts: OwnVersion['texts']): OwnVersion['prompt'] {
  try {
    return rewordPrompt(prompt, { version, texts })
  } catch (error) {
    if (error instanceof LanguageError) return undefined
    throw error
  }
}

/** The next number of a version; those of removed ones are not given again. */
export function nextVersion(state: StateStore, workspace: string, id: string): number {
  const row = state.raw
    .prepare('SELECT max(version) AS last FROM prompt_versions WHERE workspace = ? AND prompt = ?')
    .get(workspace, id)
  return row?.last == null ? firstOwnVersion : Number(row.last) + 1
}

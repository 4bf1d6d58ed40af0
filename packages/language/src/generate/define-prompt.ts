import { createHash } from 'node:crypto'
import { LanguageError } from '../errors.ts'

/** What a variable may be: texts, numbers and lists and records of them. */
export type PromptValue =
  | string
  | number
  | boolean
  | null
  | readonly PromptValue[]
  | { readonly [name: string]: PromptValue }

export interface PromptText {
  /** What the model is and does. It has no variables. */
  readonly system: string
  /** The task, with `{{name}}` where variables go. */
  readonly user: string
  /** `promptHash` of both: whoever changes a word has to make a new version. */
  readonly hash: string
}

export interface PromptDefinition<Name extends string> {
  readonly id: string
  /** 1, 2, …; figures in the ledger are kept apart by it. */
  readonly version: number
  /**
   * Variables, all of them used in both languages. `data`: comes from outside (customers, shops, web pages), is marked off
   * and read as text. `own`: the team wrote it or it is a number; it stands among the words of the prompt.
   */
  readonly variables: Readonly<Record<Name, 'data' | 'own'>>
  readonly texts: Readonly<Record<'en' | 'zh', PromptText>>
}

export type Prompt<Name extends string = string> = PromptDefinition<Name>

/** Twelve hexadecimal digits of SHA-256 over the words of a prompt. */
export function promptHash({ system, user }: Pick<PromptText, 'system' | 'user'>): string {
  return createHash('sha256').update(`${system}\u0000${user}`).digest('hex').slice(0, 12)
}

const slot = /\{\{(\w+)\}\}/g

/**
 * A prompt in both languages, checked.
 *
 * @throws LanguageError `bad-prompt` when words and hash do not agree, or a variable is missing, unknown or in the system text
 */
export function definePrompt<const Name extends string>(definition: PromptDefinition<Name>): Prompt<Name> {
  const { id, version, variables, texts } = definition
  const bad = (why: string): never => {
    throw new LanguageError('bad-prompt', `Prompt ${id}, version ${version}: ${why}`, { prompt: id, version })
  }
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(id) || !(Number.isInteger(version) && version >= 1))
    bad('the id has lower-case letters, digits and dashes, and the version is a whole number from 1.')
  for (const [language, text] of Object.entries(texts)) {
    if (promptHash(text) !== text.hash)
      bad(
        `its ${language} words are not those of this version. Make a new version for new words (hash ${promptHash(text)}).`,
      )
    if (text.system.search(slot) >= 0) bad('the system text has no variables.')
    const used = new Set([...text.user.matchAll(slot)].map(([, name]) => name))
    const names = Object.keys(variables)
    if (used.size !== names.length || names.some((name) => !used.has(name)))
      bad(`its ${language} words use other variables than it declares.`)
  }
  return definition
}

/** Puts something in each place of a variable. */
export function fillSlots(user: string, fill: (name: string) => string): string {
  return user.replace(slot, (_, name: string) => fill(name))
}

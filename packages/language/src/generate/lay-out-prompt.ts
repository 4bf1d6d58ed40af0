import { LanguageError } from '../errors.ts'
import type { Redactor } from '../redact/index.ts'
import { fillSlots, type Prompt, type PromptValue } from './define-prompt.ts'
import { dataBlock } from './encode-data.ts'
import { houseRules } from './house-rules.ts'
import type { ModelMessage } from './text-model.ts'

/** Words of one call that nobody else can know. */
export interface Marks {
  /** On the marks of the data. */
  readonly nonce: string
  /** Stands among the rules and in no good answer. */
  readonly canary: string
}

export interface LaidOut {
  /** The same for equal calls: with the marks still to be put in. */
  readonly key: string
  messages(marks: Marks): readonly ModelMessage[]
}

/**
 * The messages of a call: the prompt's words, the house rules, and the variables in their places without personal data; what
 * comes from outside is marked off.
 *
 * @throws LanguageError `bad-prompt` for variables that are missing, unknown or no JSON
 */
export function layOutPrompt<Name extends string>(
  prompt: Prompt<Name>,
  language: 'en' | 'zh',
  variables: Readonly<Record<Name, PromptValue>>,
  redactor: Redactor,
): LaidOut {
  const names = Object.keys(prompt.variables) as Name[]
  const given = new Map<string, PromptValue>(Object.entries(variables))
  if (given.size !== names.length || names.some((name) => !given.has(name)))
    throw new LanguageError('bad-prompt', `Prompt ${prompt.id} takes these variables: ${names.join(', ')}.`, {
      prompt: prompt.id,
    })
  const clean = new Map(names.map((name) => [name as string, withoutPersonal(given.get(name) ?? null, redactor)]))
  const { system, user } = prompt.texts[language]
  const kinds = new Map<string, 'data' | 'own'>(Object.entries(prompt.variables))
  const messages = ({ nonce, canary }: Marks): readonly ModelMessage[] => [
    { role: 'system', text: `${system}\n\n${houseRules[language]({ nonce, canary })}` },
    {
      role: 'user',
      text: fillSlots(user, (name) => {
        const value = clean.get(name) ?? null
        if (kinds.get(name) === 'data') return `\n${dataBlock(name, value, nonce)}\n`
        return typeof value === 'string' ? value : JSON.stringify(value)
      }),
    },
  ]
  return { messages, key: JSON.stringify(messages({ nonce: '', canary: '' })) }
}

function withoutPersonal(value: PromptValue, redactor: Redactor): PromptValue {
  if (typeof value === 'string') return redactor.redact(value)
  if (Array.isArray(value)) return value.map((part: PromptValue) => withoutPersonal(part, redactor))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [redactor.redact(name), withoutPersonal(part, redactor)]),
    )
  if (typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean' || value === null) return value
  throw new LanguageError('bad-prompt', 'A variable of a prompt is made of texts, numbers, lists and records.', {
    kind: typeof value,
  })
}

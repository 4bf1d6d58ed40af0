import { LanguageError } from '../errors.ts'
import { createRedactor } from '../redact/index.ts'
import { definePrompt, type Prompt, type PromptText, promptHash } from './define-prompt.ts'

/** Words of a prompt in one language, as somebody writes them. */
export type PromptWords = Pick<PromptText, 'system' | 'user'>

/** Letters of one text of a prompt at most. */
export const promptWordsLimit = 8_000

const parts = ['system', 'user'] as const
/** Letters of its own language that each has at least: a text in the other's place is noticed. */
const ownLetters = 12
const answerName = /"([a-z]\w*)":/g

/**
 * A shipped prompt in other words: the same variables, marked off in the same way, and the same answer. What keeps texts of
 * others from being followed (house rules, marks, the secret word) is not part of the words, and stays.
 *
 * @throws LanguageError `bad-prompt` with `language` and `part` (`system`, `user`) where the words are empty, too long or in
 * the wrong language, lack a variable or a name of the answer, use marks of the door, or hold personal data
 * @example
 * rewordPrompt(portraitSummaryPrompt, { version: 1001, texts: { en: { system: '…', user: '… {{statements}} …' }, zh: … } })
 */
export function rewordPrompt<Name extends string>(
  shipped: Prompt<Name>,
  { version, texts }: { readonly version: number; readonly texts: Readonly<Record<'en' | 'zh', PromptWords>> },
): Prompt<Name> {
  const { id, variables } = shipped
  const tidied = { en: tidyWords(texts.en), zh: tidyWords(texts.zh) }
  for (const language of ['en', 'zh'] as const) checkWords(shipped, language, tidied[language])
  const hashed = (words: PromptWords): PromptText => ({ ...words, hash: promptHash(words) })
  return definePrompt({ id, version, variables, texts: { en: hashed(tidied.en), zh: hashed(tidied.zh) } })
}

const tidyWords = ({ system, user }: PromptWords): PromptWords => ({
  system: system.replaceAll('\r\n', '\n').trim(),
  user: user.replaceAll('\r\n', '\n').trim(),
})

function checkWords<Name extends string>(shipped: Prompt<Name>, language: 'en' | 'zh', words: PromptWords): void {
  const refuse = (part: 'system' | 'user', why: string): never => {
    throw new LanguageError('bad-prompt', `The ${part} text in ${language === 'en' ? 'English' : 'Chinese'} ${why}`, {
      prompt: shipped.id,
      language,
      part,
    })
  }
  for (const part of parts) {
    const text = words[part]
    if (text === '') refuse(part, 'is empty.')
    if (text.length > promptWordsLimit) refuse(part, `is longer than ${promptWordsLimit} letters.`)
    if (/[\p{Cc}\p{Co}\p{Cs}]/u.test(text.replace(/[\n\t]/g, '')))
      refuse(part, 'has control characters; leave them out.')
    if (/<<<|>>>|\[\[|\]\]/.test(text))
      refuse(part, 'uses <<<, >>>, [[ or ]], which mark off material and personal data.')
    if (createRedactor().redact(text) !== text)
      refuse(part, 'has what looks like personal data (an address, a phone number, an id); leave it out.')
  }
  const names = Object.keys(shipped.variables)
  if (/\{\{|\}\}/.test(words.system)) refuse('system', 'takes no variables; they belong into the user text.')
  const slots = new RegExp(`\\{\\{(?:${names.join('|')})\\}\\}`, 'g')
  const missing = names.filter((name) => !words.user.includes(`{{${name}}}`))
  if (missing.length > 0) refuse('user', `lacks ${missing.map((name) => `{{${name}}}`).join(', ')}.`)
  if (/\{\{|\}\}/.test(words.user.replace(slots, '')))
    refuse('user', `has a variable that is not known; it takes ${names.map((name) => `{{${name}}}`).join(', ')}.`)
  const said = `${words.system}\n${words.user}`
  const wanted = [...new Set([...shipped.texts[language].user.matchAll(answerName)].map(([, name]) => name as string))]
  const unsaid = wanted.filter((name) => !said.includes(`"${name}"`))
  if (unsaid.length > 0)
    refuse('user', `does not say that the answer is JSON with ${unsaid.map((name) => `"${name}"`).join(', ')}.`)
  // Names of variables and of the answer are Latin letters in either language.
  const prose = said.replace(slots, '').replace(/"[a-z]\w*"/g, '')
  const count = (script: RegExp): number => prose.match(script)?.length ?? 0
  const [latin, han] = [count(/\p{Script=Latin}/gu), count(/\p{Script=Han}/gu)]
  if (language === 'en' ? latin < ownLetters || han > latin / 4 : han < ownLetters)
    refuse('system', 'is not in its language. Every version is written in both.')
}

import { LanguageError } from '../errors.ts'
import type { RedactedEntry } from '../redact/index.ts'
import { unknownPlaceholders } from '../redact/restore.ts'
import type { Marks } from './lay-out-prompt.ts'

/** Why an answer is not let through. */
export type AnswerFault =
  | 'canary'
  | 'marks'
  | 'tool'
  | 'unknown-placeholder'
  | 'empty'
  | 'filtered'
  | 'cut'
  | 'no-json'
  | 'schema'
  | 'incomplete'
  | 'interface'
  | 'too-large'

/** The error for an answer that is not let through; never with a word of it. */
export function badAnswer(
  why: AnswerFault,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): LanguageError {
  return new LanguageError('bad-answer', message, { why, ...details })
}

const toolLike =
  /<\/?(?:tool_call|tool_calls|tool_use|function_call|function_calls|invoke|antml:invoke|tool_response)\b|<function=|<\|(?:python_tag|tool_call|plugin|action_start|im_start|im_end|start_header_id|eot_id)|\[TOOL_CALLS\]|```\s*tool_(?:code|call)|<｜tool|"(?:tool_calls|function_call)"\s*:\s*[[{]|^\s*\{\s*"(?:tool|function|action|name)"\s*:\s*"[^"]+"\s*,\s*"(?:arguments|parameters|tool_input|action_input|args|input)"\s*:/i

/**
 * Whether a text says a secret word: as it is, in another case, with signs between its letters, backwards or in base64.
 */
export function says(text: string, secret: string): boolean {
  const plain = (words: string): string =>
    words
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
  const [said, sought] = [plain(text), plain(secret)]
  const backwards = [...sought].reverse().join('')
  // In base64 the bytes of a word are written in one of three ways, by what stands before it; the edges depend on neighbours.
  const coded = [0, 1, 2].map((before) => {
    const written = Buffer.from(' '.repeat(before) + secret, 'utf8')
      .toString('base64')
      .replace(/=+$/, '')
    return written.slice(before === 0 ? 0 : before + 1, -1)
  })
  return said.includes(sought) || said.includes(backwards) || coded.some((piece) => text.includes(piece))
}

/**
 * Looks through an answer, which still has its placeholders.
 *
 * @throws LanguageError `bad-answer`, with `why` in its details
 */
export function checkAnswer(text: string, { nonce, canary }: Marks, entries: readonly RedactedEntry[]): void {
  if (says(text, canary))
    throw badAnswer(
      'canary',
      'The model gave its instructions away, so its answer is not used: a text that it read may have asked for them.',
    )
  if (says(text, nonce))
    throw badAnswer('marks', 'The model wrote the marks of its material, so its answer is not used.')
  if (toolLike.test(text))
    throw badAnswer('tool', 'The model tried to use a tool, so its answer is not used: it has none.')
  if (unknownPlaceholders(text, entries).length > 0)
    throw badAnswer(
      'unknown-placeholder',
      'The model made up personal data that it was not given, so its answer is not used.',
    )
}

import { attuneError } from '../../errors.ts'
import { commonWords } from './common-words.ts'

export const passwordLength = { min: 12, max: 256 } as const

const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
]
const reversed = (text: string): string => [...text].reverse().join('')
const bothWays = [...runs, ...runs.map(reversed)]

/** Written with digits and signs for letters it is the same word to whoever guesses. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[@4]/g, 'a')
    .replaceAll('3', 'e')
    .replaceAll(/[1!|]/g, 'i')
    .replaceAll('0', 'o')
    .replaceAll(/[$5]/g, 's')
    .replaceAll('7', 't')

/**
 * What is left after everything that guessers try first is taken out: the most common words, the person's own, years, and
 * runs along the keyboard. Six characters of one's own must be left.
 */
function ownPart(password: string, own: readonly string[]): number {
  let rest = password.toLowerCase()
  const words = [...own.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)), ...commonWords]
  for (const word of words.filter(({ length }) => length >= 3).sort((a, b) => b.length - a.length)) {
    rest = rest.replaceAll(word, '')
    const at = plain(rest).indexOf(word)
    if (at >= 0) rest = rest.slice(0, at) + rest.slice(at + word.length)
  }
  rest = rest.replaceAll(/(19|20)\d\d/g, '')
  for (let length = rest.length; length >= 3; length--)
    for (let at = 0; at + length <= rest.length; at++)
      if (bothWays.some((run) => run.includes(rest.slice(at, at + length))))
        rest = rest.slice(0, at) + rest.slice(at + length)
  return new Set(rest).size
}

/**
 * Refuses passwords that are tried first. No rules about kinds of characters: they make passwords worse (NIST SP 800-63B, 5.1.1.2).
 *
 * @param own the person's e-mail and name
 * @throws AttuneError `weak-password`
 */
export function checkPassword(password: string, own: readonly string[] = []): void {
  const refuse = (why: string): never => {
    throw attuneError('weak-password', why, { details: { field: 'password' } })
  }
  const { length } = [...password]
  if (length < passwordLength.min)
    refuse(`A password has at least ${passwordLength.min} characters; a few unrelated words are easy to remember.`)
  if (length > passwordLength.max) refuse(`A password has at most ${passwordLength.max} characters.`)
  if (ownPart(password, own) < 5)
    refuse(
      'This is among what is tried first: a common word, a name, a year or a run of keys. Take a few unrelated words.',
    )
}

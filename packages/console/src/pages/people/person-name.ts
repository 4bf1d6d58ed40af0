import type { PersonSummary } from 'attune/api-types'
import { peopleTexts } from '../../texts/people-texts.ts'
import type { Text } from '../../texts/text.ts'

/** What to call a person: their name, else the id the shop knows, else a visitor with the first characters of our own id. */
export const personName = (
  person: Pick<PersonSummary, 'name' | 'userId' | 'personId'>,
  t: (text: Text) => string,
): string => person.name ?? person.userId ?? t(peopleTexts.visitor(person.personId.replace(/^p_/, '').slice(0, 4)))

/** One or two characters for the round sign: initials of a Latin name, the first character of a Han one. */
export function initialsOf(name: string): string {
  const letters = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const first = letters[0] ?? ''
  if (/\p{Script=Han}/u.test(first)) return [...first][0] ?? ''
  const last = letters.length > 1 ? (letters.at(-1) ?? '') : ''
  return ([...first][0] ?? '·').concat([...last][0] ?? '').toUpperCase()
}

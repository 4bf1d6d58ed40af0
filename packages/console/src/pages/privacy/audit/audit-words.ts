import type { AuditEntryView } from 'attune/api-types'
import { roleTexts } from '../../../texts/access-texts.ts'
import { actorTexts, auditDidTexts, auditValueTexts, auditWordTexts } from '../../../texts/audit-texts.ts'
import { requestKindTexts } from '../../../texts/privacy-texts.ts'
import type { Language, Text } from '../../../texts/text.ts'

export interface AuditWordsOptions {
  readonly language: Language
  readonly t: (text: Text) => string
  /** What members and keys are called, by id. */
  readonly names: Readonly<Record<string, string>>
}

/** An entry of the audit as a sentence; one of an action that has no words yet names it as it is. */
export function auditWords(entry: AuditEntryView, { language, t, names }: AuditWordsOptions): string {
  const who = actorName(entry.actor, { t, names })
  const what = subjectName(entry, { t, names })
  const say = Object.hasOwn(auditDidTexts, entry.action) ? auditDidTexts[entry.action] : undefined
  const text = t(say ? say(who, what, valuesOf(entry, { language, t })) : auditWordTexts.other(who, entry.action, what))
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
}

type Naming = Pick<AuditWordsOptions, 't' | 'names'>

/** Who acted: a member by name, a key as a key, the system as itself; an id where nobody is called so any more. */
export function actorName(actor: string, { t, names }: Naming): string {
  const name = names[actor]
  if (name !== undefined) return actor.startsWith('key_') ? t(auditWordTexts.key(name)) : name
  return Object.hasOwn(actorTexts, actor) ? t(actorTexts[actor] ?? [actor, actor]) : actor
}

/** Actions on persons, whom the audit knows by a digest. */
const onPersons = /^(person\.|privacy\.|break-glass\.read$)/

function subjectName({ action, subject }: AuditEntryView, { t, names }: Naming): string {
  const name = names[subject]
  if (name !== undefined) return subject.startsWith('key_') ? t(auditWordTexts.quoted(name)) : name
  if (onPersons.test(action)) return t(auditWordTexts.person(`${subject.slice(0, 8)}…`))
  return subject
}

/** The details as words: roles, kinds and states by their names, lists joined. */
function valuesOf(
  { details }: AuditEntryView,
  { language, t }: Pick<AuditWordsOptions, 'language' | 't'>,
): Readonly<Record<string, string>> {
  const wordOf = (text: string): string => {
    const role = Object.hasOwn(roleTexts, text) ? roleTexts[text] : undefined
    // The name without what the role may.
    if (role) return t(role).split(/[:：]/)[0] ?? text
    const known = [requestKindTexts, auditValueTexts].find((table) => Object.hasOwn(table, text))?.[text]
    return known ? t(known).toLowerCase() : text
  }
  const textOf = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map(String).join(language === 'zh' ? '、' : ', ')
    if (typeof value !== 'string') return String(value)
    // What people wrote stays as they wrote it.
    return name === 'reason' || name === 'note' ? value : wordOf(value)
  }
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, textOf(name, value)]))
}

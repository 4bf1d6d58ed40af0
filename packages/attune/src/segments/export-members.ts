import type { Attune } from '../attune.ts'
import { statedPersons, userIdOf } from '../profile/person-traits.ts'

const atOnce = 500

/** Quoted; a cell that a spreadsheet would work out as a formula stays a text. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/**
 * All members of a segment, line by line: `person_id`, and `user_id` for whoever may see identifiers. People who come or go
 * while it is read may be in it or not.
 */
export async function* exportMembers(
  attune: Pick<Attune, 'segments' | 'state' | 'vault' | 'identity'>,
  workspace: string,
  id: string,
  { format, withIdentifiers }: { readonly format: 'csv' | 'ndjson'; readonly withIdentifiers: boolean },
): AsyncGenerator<string> {
  const { segments, identity } = attune
  if (format === 'csv') yield withIdentifiers ? 'person_id,user_id\n' : 'person_id\n'
  for (let from: number | null = 0; from !== null; ) {
    const { personIds, next } = segments.members(workspace, id, { from, limit: atOnce })
    const userIds = withIdentifiers ? userIdsOf(personIds) : new Map<string, string>()
    const lines = personIds.map((personId) => {
      const userId = userIds.get(personId)
      if (format === 'csv') return withIdentifiers ? `${personId},${cell(userId ?? '')}` : personId
      return JSON.stringify({ personId, ...(withIdentifiers ? { userId: userId ?? null } : {}) })
    })
    if (lines.length > 0) yield `${lines.join('\n')}\n`
    from = next
  }

  function userIdsOf(personIds: readonly string[]): Map<string, string> {
    const aliases = new Map(
      personIds.flatMap((one) => identity.aliasesOf(workspace, one).map((alias) => [alias, one] as const)),
    )
    const found = new Map<string, string>()
    for (const person of statedPersons(attune, workspace, [...aliases.keys()])) {
      const owner = aliases.get(person.personId)
      const userId = userIdOf(person)
      // Their own id before those that were merged into it.
      if (owner !== undefined && userId !== null && (person.personId === owner || !found.has(owner)))
        found.set(owner, userId)
    }
    return found
  }
}

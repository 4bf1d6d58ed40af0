import type { Attune } from '../attune.ts'

/** What users and keys are called, by id; ids that are neither are left out. */
export function namesOf(
  { access, keys }: Pick<Attune, 'access' | 'keys'>,
  workspace: string,
  ids: Iterable<string>,
): Record<string, string> {
  const wanted = new Set(ids)
  const named = [...access.users.list(workspace), ...keys.list(workspace)].filter(({ id }) => wanted.has(id))
  return Object.fromEntries(named.filter(({ name }) => name !== '').map(({ id, name }) => [id, name]))
}

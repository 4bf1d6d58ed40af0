/** Who was merged into whom in one workspace: every person has at most one arrow, and following arrows never comes back. */
export interface MergeForest {
  /** The end of the arrows. */
  rootOf(personId: string): string
  /** Everybody with the same root, the person itself included. */
  membersOf(personId: string): string[]
  /** The person and everybody whose arrows lead through it. */
  below(personId: string): string[]
  /** False, and nothing happens, where it must not be: see `Identity.merge` in create-identity.ts. */
  canLink(from: string, into: string): boolean
  link(from: string, into: string): void
  unlink(from: string): void
  /** Takes a person out, with all arrows to and from it. */
  remove(personId: string): void
}

export function createMergeForest(): MergeForest {
  const parents = new Map<string, string>()
  const children = new Map<string, Set<string>>()

  function rootOf(personId: string): string {
    let root = personId
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next
    return root
  }

  function below(personId: string): string[] {
    const found = [personId]
    // The list grows while it is walked: breadth first.
    for (const member of found) for (const child of children.get(member) ?? []) found.push(child)
    return found
  }

  function unlink(from: string): void {
    const into = parents.get(from)
    if (into === undefined) return
    parents.delete(from)
    const siblings = children.get(into)
    siblings?.delete(from)
    if (siblings?.size === 0) children.delete(into)
  }

  return {
    rootOf,
    below,
    membersOf: (personId) => below(rootOf(personId)),
    canLink: (from, into) => !parents.has(from) && rootOf(into) !== from,
    link(from, into) {
      parents.set(from, into)
      const siblings = children.get(into) ?? new Set()
      siblings.add(from)
      children.set(into, siblings)
    },
    unlink,
    remove(personId) {
      for (const child of [...(children.get(personId) ?? [])]) unlink(child)
      unlink(personId)
    },
  }
}

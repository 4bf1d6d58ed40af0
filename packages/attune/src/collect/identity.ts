/** Who is who. Person ids are deterministic pseudonyms, so that collecting needs no look-up; merges are recorded, reversible, and applied when reading. */
export interface Identity {
  /** `p_` + 16 base64url characters: HMAC-SHA256 of the workspace, the kind of id and the id under the installation's secret. */
  personIdOf(workspace: string, ids: { userId?: string | null; anonymousId?: string | null }): string
  /** The person that a person id stands for now, after merges. */
  resolve(workspace: string, personId: string): string
  /** All person ids that stand for the same person as this one, itself included. */
  aliasesOf(workspace: string, personId: string): readonly string[]
  /** Resolves when the merge is durable and, unless the event store fails for a while, SQL sees it. */
  merge(merge: {
    workspace: string
    from: string
    into: string
    reason: string
    messageId: string | null
    at: number
    /** Asked when its turn has come, after the merges before it; where it says no, nothing happens. */
    isAllowed?: () => boolean
  }): Promise<void>
  /**
   * Takes one merge back; later events and all reads see two persons again.
   *
   * @param actor who did it, for the audit log: the id of a key, or `system`
   */
  undo(workspace: string, mergeId: number, at: number, actor: string): Promise<void>
  /** Removes every merge of persons, as if they had never been heard of: after their erasure. */
  forget(workspace: string, personIds: readonly string[]): void
  /** Called in the turn in which a merge or an undo became durable, with the person ids whose history changed. */
  onChange(listener: (workspace: string, personIds: readonly string[]) => void): void
  close(): void
}

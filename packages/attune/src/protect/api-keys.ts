/** `write`: send events. `decide`: ask for recommendations as an anonymousId and report exposures (safe in a browser). `read`: read and decide. `admin`: everything. */
export type Scope = 'write' | 'decide' | 'read' | 'admin'

export interface ApiKey {
  readonly id: string
  readonly workspace: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: number
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
  /** When it stops working by itself; null: never. */
  readonly expiresAt: number | null
  /** The source that what is sent with it is of; null: `http`. */
  readonly source: string | null
}

export interface ApiKeys {
  /** The key text is returned once and never stored. */
  create(options: {
    workspace: string
    name: string
    scopes: readonly Scope[]
    actor: string
    /** Milliseconds since the epoch. */
    expiresAt?: number | null | undefined
    source?: string | null | undefined
  }): { key: ApiKey; secret: string }
  /**
   * A new key in place of one, of the same name, scopes, source and length of life; the old one works on for a while, so that what
   * uses it can be changed over. Undefined when there is no such key that works.
   */
  rotate(
    workspace: string,
    id: string,
    options: {
      actor: string
      overlapMs: number /** Undefined: that of the old one. */
      source?: string | null | undefined
    },
  ): { key: ApiKey; secret: string } | undefined
  /** An admin key that lives as long as this process: for commands on the same computer. Never stored. */
  ephemeral(workspace: string): string
  /** Undefined for unknown, expired and revoked keys. */
  verify(secret: string): ApiKey | undefined
  /** Of a key that `verify` refuses: which it was and why it opens nothing any more; undefined for one that never was. */
  whyRefused(secret: string): { readonly id: string; readonly why: 'revoked' | 'expired' } | undefined
  list(workspace: string): readonly ApiKey[]
  revoke(workspace: string, id: string, actor: string): boolean
  /** Hears the id of each key that is revoked, once it opens nothing any more. */
  onRevoked(listener: (id: string) => void): void
  /** Writes down when keys were last used. */
  close(): void
}

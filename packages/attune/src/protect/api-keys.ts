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
}

export interface ApiKeys {
  /** The key text is returned once and never stored. */
  create(options: { workspace: string; name: string; scopes: readonly Scope[]; actor: string }): {
    key: ApiKey
    secret: string
  }
  /** An admin key that lives as long as this process: for commands on the same computer. Never stored. */
  ephemeral(workspace: string): string
  /** Undefined for unknown and revoked keys. */
  verify(secret: string): ApiKey | undefined
  list(workspace: string): readonly ApiKey[]
  revoke(workspace: string, id: string, actor: string): boolean
  /** Hears the id of each key that is revoked, once it opens nothing any more. */
  onRevoked(listener: (id: string) => void): void
  /** Writes down when keys were last used. */
  close(): void
}

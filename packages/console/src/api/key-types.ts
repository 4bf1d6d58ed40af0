/** `GET /v1/keys` and `POST /v1/keys`. */
export type Scope = 'write' | 'decide' | 'read' | 'admin'

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
  /** When it stops by itself. */
  readonly expiresAt?: string | null
}

export interface KeyList {
  readonly keys: readonly ApiKey[]
}

export interface CreatedKey {
  readonly key: ApiKey
  readonly secret: string
}

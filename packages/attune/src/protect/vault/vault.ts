/**
 * Personal data under a key of each person: whoever destroys the key erases what was sealed with it in every copy, backups
 * included. Keys lie in a file of their own, wrapped by the master key.
 */
export interface Vault {
  /** The text under the person's key, made when there is none; text that begins with `sealedMark`. */
  seal(workspace: string, personId: string, text: string): string
  /** What was sealed; undefined when the person's key was destroyed, or the text is not theirs or was changed. */
  open(workspace: string, personId: string, sealed: string): string | undefined
  /** Makes the person's key when there is none. */
  ensure(workspace: string, personId: string): void
  /** Resolves when every key made so far is on disk: nothing sealed may be stored before. */
  settled(): Promise<void>
  /** The same at once, for work that is not under way in a server. */
  flush(): void
  /** Destroys keys; returns of how many persons. What is sealed later for the same person gets a new key. */
  destroy(workspace: string, personIds: readonly string[]): number
  /** Destroys the keys whose names begin with `prefix` and come before `bound`, of all workspaces; returns how many. */
  destroyBefore(prefix: string, bound: string): number
  /** Whether there is a key for the person. */
  has(workspace: string, personId: string): boolean
  /** A secret of the installation by name, 32 bytes, made on first use from `first`. */
  secret(name: string, first: () => Uint8Array): Uint8Array
  /** Replaces secrets of the installation, all or none; the old ones are overwritten. */
  putSecrets(secrets: Readonly<Record<string, Uint8Array>>): void
  /** Notes digests of persons who were erased, so that they are erased again from a restored backup. */
  noteErased(digests: readonly string[]): void
  erased(digest: string): boolean
  /** Wraps all keys anew under another master key, all or none. */
  rewrap(masterKey: Uint8Array): void
  /** Writes a whole copy of the keys to a new file, as wrapped as here. */
  copyTo(file: string): void
  close(): void
}

/** What every sealed text begins with; no JSON text does. */
export const sealedMark = 's1.'

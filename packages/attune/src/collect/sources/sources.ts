import type { RegimeSetting } from '../../protect/consent/purposes.ts'
import type { SourceDeclaration } from './declaration.ts'
import type { Gate } from './gate.ts'

/** The source of keys and imports that name none. Nothing is declared for it unless somebody does, so everything known stays. */
export const defaultSource = 'http'

/** Of what the product notes of people itself; no key can have it. Nothing of it is anything that they did. */
export const ownSource = '@attune'

export interface DeclaredSource {
  readonly name: string
  readonly declaration: SourceDeclaration
  /** Those of the configuration cannot be changed here. */
  readonly from: 'config' | 'api'
  /** Milliseconds since the epoch; null for the configuration. */
  readonly updatedAt: number | null
}

/** A field that was left out of stored events of a source. */
export interface DroppedField {
  /** Of which event; null for traits and context. */
  readonly event: string | null
  readonly field: string
  /** `undeclared`, `wrong-type`, or `declared`: known and not wanted. */
  readonly reason: string
  readonly count: number
  readonly lastAt: number
}

/** What sources may send, and what they sent besides. */
export interface Sources {
  /** Undefined where nothing is declared: everything known stays. */
  gateOf(workspace: string, source: string): Gate | undefined
  /** Undefined where the source says nothing of its own. */
  regimeOf(workspace: string, source: string): RegimeSetting | undefined
  /** By name. */
  list(workspace: string): readonly DeclaredSource[]
  find(workspace: string, name: string): DeclaredSource | undefined
  /** Every source of every workspace that is declared. */
  all(): readonly (DeclaredSource & { readonly workspace: string })[]
  /** @throws AttuneError `source-in-config` where the configuration declares it */
  declare(workspace: string, name: string, declaration: SourceDeclaration, actor: string): DeclaredSource
  /**
   * Its events stay, and from now on everything known is kept; what was dropped is no longer counted.
   *
   * @returns false where nothing was declared
   * @throws AttuneError `source-in-config`
   */
  remove(workspace: string, name: string, actor: string): boolean
  /** Counts what was left out of one event, or of so many. */
  dropped(
    workspace: string,
    source: string,
    event: string | null,
    drops: readonly { readonly field: string; readonly reason: string }[],
    times?: number,
  ): void
  /** Most often left out first. */
  droppedOf(workspace: string, source: string): readonly DroppedField[]
  /** Writes down what was counted. */
  close(): void
}

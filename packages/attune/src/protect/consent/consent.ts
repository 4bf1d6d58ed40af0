import type { Purpose, Regime, RegimeSetting, Signal } from './purposes.ts'
import type { Place } from './regions.ts'
import type { ConsentTally } from './tally-consent.ts'

/** One word of a person on one purpose, with its proof. */
export interface ConsentLine {
  readonly purpose: Purpose
  readonly granted: boolean
  /** Milliseconds since the epoch. */
  readonly at: number
  /** How it was said: `banner`, `preferences`, `api`, `signal:gpc`, … */
  readonly source: string
  /** The version of the text that was shown; null where none was. */
  readonly textVersion: string | null
}

export interface Statement {
  readonly workspace: string
  readonly personId: string
  readonly purposes: Readonly<Partial<Record<Purpose, boolean>>>
  readonly at: number
  readonly source: string
  readonly textVersion?: string | null | undefined
  /** Under whose law the person is, where that is known. */
  readonly regime?: Regime | undefined
}

/** Whether a purpose is allowed where nothing was said, and the persons (after merges) for whom it is the other way round. */
export interface ConsentExceptions {
  readonly allowedByDefault: boolean
  readonly personIds: readonly string[]
}

/** The one gate: every read, job and decision about a person asks it. */
export interface Consent {
  /** The regime of persons who said nothing and of whom no other is known. */
  readonly byDefault: Regime
  /**
   * Whether data about the person may be used for the purpose: their own newest word, said under any of their identities;
   * where they said nothing, what their regime says: the one that was told with a word, else all under which they were seen
   * (what one of them forbids is forbidden), else that of the configuration. `storage` cannot be refused by a signal.
   */
  allowed(workspace: string, personId: string, purpose: Purpose): boolean
  /**
   * Writes a statement down; what is known already is not written again, but to a text of another version.
   *
   * @returns how many lines are new
   * @throws AttuneError `unknown-text` when the text that was shown has not been put
   */
  state(statement: Statement): number
  /** What a signal says no to, where the person has not agreed to it by their own word. */
  signal(workspace: string, personId: string, signal: Signal, at: number): void
  /**
   * Remembers under whose law a person was seen: the setting of the source, undefined where it has none and that of the
   * configuration counts; `byRegion` looks at the place. Nothing is held of persons for whom only a fixed default counts.
   */
  seen(workspace: string, personId: string, setting: RegimeSetting | undefined, place: Place): void
  /** Writes down what `seen` learnt. */
  flush(): void
  /** Under which regimes the persons were seen. */
  regimesOf(workspace: string, personIds: readonly string[]): readonly Regime[]
  /**
   * The regime that holds for a person who said nothing: `asked` where the caller knows it, else what came with their word, else the
   * one that allows least of `setting` (of the source that asks) and those under which they were seen, else the configuration's.
   */
  regimeOf(
    workspace: string,
    personId: string,
    options?: { readonly asked?: Regime | undefined; readonly setting?: RegimeSetting | undefined },
  ): Regime
  /** The answer for every purpose, and where it comes from; what was left unsaid is answered under `asked`, else as `allowed` has it. */
  answers(
    workspace: string,
    personId: string,
    asked?: Regime,
  ): Readonly<Record<Purpose, { allowed: boolean; because: 'word' | 'signal' | 'regime' }>>
  /** Every line, oldest first. */
  lines(workspace: string, personIds: readonly string[]): readonly ConsentLine[]
  /** For work on many persons at once, such as training. */
  exceptions(workspace: string, purpose: Purpose): ConsentExceptions
  /** How many persons said what. Gives way to others while it counts. */
  tally(workspace: string): Promise<ConsentTally>
  /** Removes every line of the persons. */
  forget(workspace: string, personIds: readonly string[]): void
  /** Called in the turn in which answers of persons may have become others, with ids of any of their identities. */
  onChange(listener: (workspace: string, personIds: readonly string[]) => void): void
  /** Keeps a text in a language; a version that is there is never changed. @returns whether it is new */
  putText(workspace: string, version: string, language: string, body: string): boolean
  texts(workspace: string): readonly ConsentText[]
}

export interface ConsentText {
  readonly version: string
  /** Such as `en` or `zh-CN`. */
  readonly language: string
  readonly body: string
  /** ISO 8601. */
  readonly createdAt: string
}

import type { Profile } from '../../api/schemas/profiles.ts'
import type { FoundPerson } from '../find-person.ts'
import type { PersonVectors } from './person-vectors.ts'
import type { PortraitLanguage } from './portrait-texts.ts'

/** Everything understood of people. */
export interface Portraits {
  /**
   * The portrait of a person as of now; for somebody of whom nothing is known, one that says so.
   *
   * @param options `summary`: whether a language model is asked for one
   */
  of(
    workspace: string,
    person: FoundPerson,
    options: { readonly language: PortraitLanguage; readonly summary?: boolean },
  ): Promise<Profile>
  /** What a person likes as points among items; undefined without item vectors or without consent to profiling. */
  vectorsOf(workspace: string, personId: string): PersonVectors | undefined
  /** Has what everybody does read where that was never done; where it is an hour old, beside whoever asks. */
  readBase(workspace: string): Promise<void>
  /** Drops what is kept of the whole base, after somebody’s erasure. */
  forget(workspace: string): void
  /** Resolves when nothing is being worked out in the background. */
  settled(): Promise<void>
  close(): void
}

import type { EntityTagger } from '@attune/language'

export interface TaggerStatus {
  /** The run or the model of the data folder that was chosen; null: none, and rules and the catalogue alone find entities. */
  readonly model: string | null
  /** What it calls entities; empty until it has been asked for the first time. */
  readonly labels: readonly string[]
  /** Why it does not answer now; null where all is well. */
  readonly problem: string | null
}

/** Models that find entities in texts, one a workspace, made by `attune finetune tag`. */
export interface Tagging {
  status(workspace: string): TaggerStatus
  /**
   * Chooses a model, or none. It is opened first: one that does not work is not chosen.
   *
   * @param model id of a run, or name of a folder among the encoders of the data folder
   * @throws AttuneError `unknown-model`, `bad-model`
   */
  choose(workspace: string, model: string | null, actor: string): Promise<TaggerStatus>
  /**
   * What the model finds in texts, asked for all at once; undefined where none was chosen, or it does not work now, which
   * `status` then tells.
   *
   * @param texts normalised
   */
  read(workspace: string, texts: readonly string[]): Promise<EntityTagger | undefined>
  close(): Promise<void>
}

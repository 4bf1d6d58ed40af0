import type { Exactness, Recommender } from '@attune/recommend'
import type { ModelList, ModelVersion } from '../api/schemas/models.ts'
import type { Unlearnt } from './unlearning.ts'

/** A model in memory with the item ids it knows. */
export interface LiveModel {
  readonly name: string
  readonly kind: string
  readonly version: number
  readonly recommender: Recommender
  readonly itemIds: readonly string[]
  /** Whose vectors of texts it was trained with. */
  readonly encoder?: string | undefined
  /** Item id → dense id of the recommender. */
  readonly indexOf: ReadonlyMap<string, number>
}

export interface TrainOptions {
  readonly workspace: string
  readonly name: string
  readonly kind?: string | undefined
  readonly parameters?: Readonly<Record<string, number | string | boolean>>
  readonly promote?: boolean
  /** Who asked for the training; what follows from it is done by the gate. */
  readonly actor: string
  readonly onProgress?: (progress: { done: number; total: number; stage: string }) => void
  readonly signal?: AbortSignal
}

/**
 * Models as folders `models/<workspace>/<name>/<version>/` and rows of the state store. Training runs in a worker; the
 * offline gate decides about promotion; promotion and rollback are one pointer; serving swaps without dropping a request.
 */
export interface ModelRegistry {
  /** The live version, or undefined when none was promoted yet. */
  live(workspace: string, name: string): LiveModel | undefined
  /** Starts training and returns at once the version it will be; `done` settles when it is trained and judged. */
  train(options: TrainOptions): Promise<{ version: number; done: Promise<ModelVersion> }>
  promote(workspace: string, name: string, version: number, actor: string): Promise<ModelVersion>
  /** Back to the version that was live before. */
  rollback(workspace: string, name: string, actor: string): Promise<ModelVersion>
  /** Every name that has a version. */
  names(workspace: string): readonly string[]
  /** What the live version can do at once about people it has learnt from; undefined where none is live. */
  exactness(workspace: string, name: string): Exactness | undefined
  /**
   * After erasures: makes a version without the people live at once where that can be done, and removes the files of all
   * other versions. Trainings under way forget before they are live. What comes out `scheduled` is to be brought to its end by `unlearn`.
   *
   * @param subjects digests of the people
   */
  forget(workspace: string, name: string, subjects: readonly string[]): Promise<Unlearnt>
  /**
   * Trains the live version anew on the data as it is now, makes it live whatever the gate would say, and removes the files
   * of all versions before it. Where nothing is left to learn from, no version is live any more.
   */
  unlearn(workspace: string, name: string): Promise<Unlearnt>
  /** Models keep what they learnt from no longer: it is older than may be kept. Until the next training they cannot forget. */
  dropLearnt(): void
  list(workspace: string): Promise<ModelList>
  close(): Promise<void>
}

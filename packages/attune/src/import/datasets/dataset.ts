import type { ItemInput } from '../../api/schemas/items.ts'
import type { CleaningRules } from '../clean/clean-events.ts'
import type { EventTable } from '../event-table.ts'
import type { Refusal } from '../refusal.ts'

/** What the order of a person's rows says, where it says anything. */
export type Order = 'times' | 'sequence' | 'none'

/** A test case given by the set itself: what the person did before, and what came next. */
export interface GivenCase {
  readonly history: readonly string[]
  readonly target: string
}

/** The NCF protocol: rank one held-out item among given negatives. */
export interface NcfData {
  readonly train: EventTable
  readonly cases: readonly { readonly person: string; readonly item: string; readonly negatives: readonly string[] }[]
}

/** A data set for offline evaluation; each part is read when it is asked for, and what the set lacks is undefined. */
export interface EvaluationData {
  readonly order: Order
  readonly table: () => Promise<EventTable>
  /** What is written about the items of `table`, for models that read texts. */
  readonly items?: () => Promise<readonly ItemInput[]>
  readonly ncf?: () => Promise<NcfData>
  /** Cases of a split by time that the set brings along; `table` is then the training part. */
  readonly cases?: () => Promise<readonly GivenCase[]>
}

export interface Dataset {
  readonly name: string
  readonly items: readonly ItemInput[]
  /** For the event store. */
  readonly table: EventTable
  readonly refused: readonly Refusal[]
  /** Records of the event files, with the refused. */
  readonly read: number
  readonly notes: readonly string[]
  /** Rules of cleaning that do not fit this set. */
  readonly rules?: Partial<CleaningRules>
}

export interface ReadOptions {
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** How one published data set is recognised and read. */
export interface DatasetReader {
  readonly name: string
  /** Other names it is asked for by. */
  readonly aliases: readonly string[]
  /** Files that must be there, plain or with `.gz`. */
  readonly files: readonly string[]
  read(folder: string, options: ReadOptions): Promise<Dataset>
  /** Only what evaluation needs, which is quicker. */
  evaluation(folder: string): EvaluationData
}

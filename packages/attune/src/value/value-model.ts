import type { PurchaseModel, SpendModel } from '@attune/measure'
import type { ValueInput } from '../api/schemas/value.ts'
import type { SavedChurn } from './fit-churn.ts'

/** What was learnt of everybody, as JSON holds it; nobody’s id is in it. */
export interface ValueModel {
  readonly at: number
  readonly input: ValueInput
  readonly currency: string
  readonly purchases: PurchaseModel
  readonly spend: SpendModel
  /** Null: who leaves is told by the chance of being alive. */
  readonly churn: SavedChurn | null
}

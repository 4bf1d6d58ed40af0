import type { OrderOf } from './net-orders.ts'

/** What the models need of one buyer; who it is stays with whoever asked. */
export interface Buyer {
  readonly orders: readonly OrderOf[]
  /** As they were `churnDays` ago; undefined where they had not bought yet. */
  readonly before: Float64Array | undefined
  readonly now: Float64Array
}

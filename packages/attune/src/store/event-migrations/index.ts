import { initial } from './001-initial.ts'
import { sealedParts } from './002-sealed-parts.ts'

/** SQL of every step of the event store, oldest first: step n brings a database from version n to n + 1. Never edit a released one; add the next. */
export const eventMigrations: readonly string[] = [initial, sealedParts]

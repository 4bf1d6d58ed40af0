import type { DatabaseSync } from 'node:sqlite'
import { initial } from './001-initial.ts'
import { chainAudit } from './002-audit-chain.ts'
import { sealedPeople } from './003-sealed-people.ts'
import { consentTables } from './004-consent.ts'
import { privacyRequests } from './005-privacy-requests.ts'
import { pseudonyms } from './006-pseudonyms.ts'

/** One step of a schema: SQL, or what SQL alone cannot do. */
export type Migration = string | ((raw: DatabaseSync) => void)

/** Every step of the state store, oldest first: step n brings a database from version n to n + 1. Never edit a released one; add the next. */
export const stateMigrations: readonly Migration[] = [
  initial,
  chainAudit,
  sealedPeople,
  consentTables,
  privacyRequests,
  pseudonyms,
]

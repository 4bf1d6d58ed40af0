import type { DatabaseSync } from 'node:sqlite'
import { initial } from './001-initial.ts'
import { chainAudit } from './002-audit-chain.ts'
import { evaluations } from './003-evaluations.ts'
import { sealedPeople } from './004-sealed-people.ts'
import { consentTables } from './005-consent.ts'
import { privacyRequests } from './006-privacy-requests.ts'
import { pseudonyms } from './007-pseudonyms.ts'
import { accessTables } from './008-access.ts'
import { webhookTables } from './009-webhooks.ts'
import { sourceTables } from './010-sources.ts'
import { unlearning } from './011-unlearning.ts'
import { languageModelCalls } from './012-language-model.ts'
import { segmentTables } from './013-segments.ts'
import { labelTables } from './014-labels.ts'
import { portraitCorrections } from './015-portrait-corrections.ts'
import { itemVectors } from './016-item-vectors.ts'
import { joinedSources } from './017-joined-sources.ts'
import { experimentTables } from './018-experiments.ts'
import { segmentWebhooks } from './019-segment-webhooks.ts'
import { reportSchedules } from './020-report-schedules.ts'
import { promptTables } from './021-prompts.ts'

/** One step of a schema: SQL, or what SQL alone cannot do. */
export type Migration = string | ((raw: DatabaseSync) => void)

/** Every step of the state store, oldest first: step n brings a database from version n to n + 1. Never edit a released one; add the next. */
export const stateMigrations: readonly Migration[] = [
  initial,
  chainAudit,
  evaluations,
  sealedPeople,
  consentTables,
  privacyRequests,
  pseudonyms,
  accessTables,
  webhookTables,
  sourceTables,
  unlearning,
  languageModelCalls,
  segmentTables,
  labelTables,
  portraitCorrections,
  itemVectors,
  joinedSources,
  experimentTables,
  segmentWebhooks,
  reportSchedules,
  promptTables,
]

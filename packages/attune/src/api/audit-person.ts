import type { Attune } from '../attune.ts'
import { appendAudit } from '../protect/append-audit.ts'
import { subjectDigest } from '../protect/rights/subject-digest.ts'
import type { Auth } from './app.ts'

/** Writes down what somebody did to a person, whom the audit knows by a digest only. */
export function auditPerson(
  { state, vault, clock }: Pick<Attune, 'state' | 'vault' | 'clock'>,
  { workspace, keyId }: Pick<Auth, 'workspace' | 'keyId'>,
  action: string,
  personId: string,
  details: object,
): void {
  state.transaction(() =>
    appendAudit(state.raw, {
      workspace,
      at: Math.round(clock()),
      actor: keyId,
      action,
      subject: subjectDigest(vault, workspace, personId),
      details: JSON.stringify(details),
    }),
  )
}

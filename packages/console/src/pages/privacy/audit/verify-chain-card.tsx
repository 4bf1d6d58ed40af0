import type { AuditVerdictView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Card } from '../../../components/card.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Field } from '../../../components/field.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { Icon } from '../../../components/icon.tsx'
import { auditTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'

interface Verified {
  readonly verdict: AuditVerdictView
  readonly at: number
}

/** Recomputes the chain on the server, and says what came of it. */
export function VerifyChainCard() {
  const { t } = useLocale()
  const { client } = useSession()
  const [expect, setExpect] = useState('')
  const [verified, setVerified] = useState<Verified>()
  const action = useAction(async () => {
    setVerified(undefined)
    const verdict = await client.get<AuditVerdictView>(paths.verifyAudit(expect.trim().toLowerCase()))
    setVerified({ verdict, at: Date.now() })
  })
  return (
    <Card title={t(x.verify)} sub={t(x.verifySub)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <div className="with-button above">
          <Field
            label={t(x.expect)}
            hint={t(x.expectHint)}
            className="input mono"
            pattern="\s*[0-9a-fA-F]{64}\s*"
            autoComplete="off"
            spellCheck={false}
            value={expect}
            onText={setExpect}
          />
          <button type="submit" className="btn" disabled={action.busy}>
            {t(x.verifyRun)}
          </button>
        </div>
        <FormProblem problem={action.problem} known={{}} />
      </form>
      <div role="status">{verified ? <Told {...verified} /> : null}</div>
    </Card>
  )
}

function Told({ verdict, at }: Verified) {
  const { t, f } = useLocale()
  const { intact, entries, head, broken, expectedFound } = verdict
  const n = f.count(entries)
  if (!intact)
    return (
      <div className="banner bad mt3">
        <Icon name="cross" />
        <div className="grow">
          {broken ? t(x.broken(f.count(broken.id), f.moment(broken.at))) : t(x.cutOff(n))}
          <div className="xs muted">{t(x.verified(f.moment(at)))}</div>
        </div>
      </div>
    )
  return (
    <div className="banner mt3">
      <Icon name="check" />
      <div className="grow">
        <b>{entries === 0 ? t(x.wholeEmpty) : t(x.whole(n))}</b> {expectedFound ? t(x.expectedYes) : null}
        {entries === 0 ? null : (
          <>
            <div className="mt2 row wrap">
              <span className="xs muted">{t(x.head)}</span>
              <span className="mono xs break">{head}</span>
              <CopyButton text={head} />
            </div>
            <div className="xs muted mt1">{t(x.headWhy)}</div>
          </>
        )}
        <div className="xs muted mt1">{t(x.verified(f.moment(at)))}</div>
      </div>
    </div>
  )
}

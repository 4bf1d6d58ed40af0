import type { PrivacyRequestView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Area } from '../../../components/area.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { requestTexts as x } from '../../../texts/privacy-texts.ts'

export interface CloseFormProps {
  readonly request: PrivacyRequestView
  readonly onClosed: () => void
}

/** It was answered, or it is refused with a reason. An erasure is answered by being carried out. */
export function CloseForm({ request, onClosed }: CloseFormProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [refusing, setRefusing] = useState(false)
  const [reason, setReason] = useState('')
  const action = useAction(async (status: 'done' | 'refused') => {
    const body = { status, ...(status === 'refused' ? { reason: reason.trim() } : {}) }
    await client.send('POST', paths.closeRequest(request.id), body)
    onClosed()
  })
  return (
    <form
      className="preview mt5"
      onSubmit={(event) => {
        event.preventDefault()
        if (!action.busy) action.run('refused')
      }}
    >
      <h3>{t(x.closeTitle)}</h3>
      {refusing ? (
        <>
          <Area
            label={t(x.reason)}
            hint={t(x.reasonHint)}
            required
            minLength={10}
            maxLength={500}
            value={reason}
            onText={setReason}
          />
          <div className="mt3">
            <button type="submit" className="btn danger" disabled={action.busy}>
              {t(x.refuseSubmit)}
            </button>
          </div>
        </>
      ) : (
        <div className="row wrap mt2">
          {request.kind === 'erasure' ? null : (
            <button type="button" className="btn primary" disabled={action.busy} onClick={() => action.run('done')}>
              {t(x.markDone)}
            </button>
          )}
          <button type="button" className="btn" onClick={() => setRefusing(true)}>
            {t(x.refuse)}
          </button>
        </div>
      )}
      <FormProblem problem={action.problem} known={{}} />
    </form>
  )
}

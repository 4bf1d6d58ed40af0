import type { SessionView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { accountTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface BreakGlassCardProps {
  readonly session: SessionView
  readonly onChange: () => void
}

/** Personal data for an hour and a reason. */
export function BreakGlassCard({ session, onChange }: BreakGlassCardProps) {
  const { t, f } = useLocale()
  const { client, renew } = useSession()
  const [reason, setReason] = useState('')
  const until = session.personalUntil
  const action = useAction(async () => {
    if (until === null) await client.send('POST', paths.breakGlass, { reason: reason.trim() })
    else await client.send('DELETE', paths.breakGlass)
    setReason('')
    onChange()
    renew()
  })
  return (
    <Card title={t(x.glass)} columns={6}>
      <p className="sm soft">{t(until === null ? x.glassWhy : x.glassUntil(f.clock(Date.parse(until))))}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        {until === null ? (
          <Field
            label={t(x.reason)}
            hint={t(x.reasonHint)}
            required
            minLength={10}
            maxLength={500}
            autoComplete="off"
            value={reason}
            onText={setReason}
          />
        ) : null}
        <FormProblem problem={action.problem} known={{}} />
        <div className="mt4">
          <button type="submit" className="btn" disabled={action.busy}>
            {t(until === null ? x.breakGlass : x.glassEnd)}
          </button>
        </div>
      </form>
    </Card>
  )
}

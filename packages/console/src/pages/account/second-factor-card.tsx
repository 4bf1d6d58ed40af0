import type { UserView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { passwordProblems, signInProblems, accountTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ConfirmFactor } from './confirm-factor.tsx'

export interface SecondFactorCardProps {
  readonly user: UserView
  readonly onChange: () => void
}

/** What `POST /v1/session/totp` begins. */
export interface BegunFactor {
  readonly secret: string
  readonly url: string
}

/** Set up in two steps, taken away with the password. */
export function SecondFactorCard({ user, onChange }: SecondFactorCardProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [password, setPassword] = useState('')
  const [begun, setBegun] = useState<BegunFactor>()
  const action = useAction(async () => {
    const body = user.hasPassword ? { password } : {}
    if (user.secondFactor) {
      await client.send('POST', paths.totpRemove, body)
      onChange()
    } else setBegun(await client.send<BegunFactor>('POST', paths.totp, body))
    setPassword('')
  })
  return (
    <Card title={t(x.factor)} columns={6}>
      <p className="sm soft">{t(user.secondFactor ? x.factorOn : x.factorWhy)}</p>
      {begun ? (
        <ConfirmFactor
          begun={begun}
          onDone={() => {
            setBegun(undefined)
            onChange()
          }}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!action.busy) action.run()
          }}
        >
          {user.hasPassword ? (
            <Field
              label={t(x.present)}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onText={setPassword}
            />
          ) : null}
          <FormProblem problem={action.problem} known={{ ...signInProblems, ...passwordProblems }} />
          <div className="mt4">
            <button type="submit" className={user.secondFactor ? 'btn danger' : 'btn'} disabled={action.busy}>
              {t(user.secondFactor ? x.factorRemove : x.factorBegin)}
            </button>
          </div>
        </form>
      )}
    </Card>
  )
}

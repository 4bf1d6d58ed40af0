import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { passwordProblems, signInProblems, accountTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export function PasswordCard({ hasPassword }: { readonly hasPassword: boolean }) {
  const { t } = useLocale()
  const { client } = useSession()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [done, setDone] = useState(false)
  const action = useAction(async () => {
    await client.send('PUT', paths.password, { current, next })
    setCurrent('')
    setNext('')
    setDone(true)
  })
  return (
    <Card title={t(x.password)} columns={6}>
      {hasPassword ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setDone(false)
            if (!action.busy) action.run()
          }}
        >
          <Field
            label={t(x.present)}
            type="password"
            autoComplete="current-password"
            required
            value={current}
            onText={setCurrent}
          />
          <NewPasswordField value={next} onText={setNext} />
          <FormProblem problem={action.problem} known={{ ...signInProblems, ...passwordProblems }} />
          {done ? (
            <p className="sm mt3" role="status">
              {t(x.changed)}
            </p>
          ) : null}
          <div className="mt4">
            <button type="submit" className="btn" disabled={action.busy}>
              {t(x.changePassword)}
            </button>
          </div>
        </form>
      ) : (
        <p className="sm soft">{t(x.noPassword)}</p>
      )}
    </Card>
  )
}

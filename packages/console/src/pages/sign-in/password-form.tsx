import { useState } from 'react'
import { openClient } from '../../api/own-session.ts'
import { paths } from '../../api/paths.ts'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { signInProblems, signInTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** E-mail and password; the code of a second factor once the server asks for it. */
export function PasswordForm({ onPerson }: { readonly onPerson: () => void }) {
  const { t } = useLocale()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const action = useAction(async () => {
    await openClient().send('POST', paths.session, { email: email.trim(), password, ...(code === '' ? {} : { code }) })
    onPerson()
  })
  const problem = action.problem
  // A wrong code asks for another one; a wrong password begins anew.
  const asksCode = problem?.code === 'totp-required' || problem?.code === 'wrong-code' || code !== ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!action.busy) action.run()
      }}
    >
      <Field label={t(x.email)} type="email" autoComplete="username" required value={email} onText={setEmail} />
      <Field
        label={t(x.password)}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
      {asksCode ? (
        <Field
          label={t(x.code)}
          hint={t(x.codeHint)}
          className="input mono"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onText={setCode}
        />
      ) : null}
      <FormProblem problem={problem?.code === 'totp-required' ? undefined : problem} known={signInProblems} />
      <div className="mt4">
        <button type="submit" className="btn primary" disabled={action.busy}>
          {t(x.submit)}
        </button>
      </div>
    </form>
  )
}

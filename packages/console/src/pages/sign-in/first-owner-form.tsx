import { useState } from 'react'
import { createApiClient } from '../../api/api-client.ts'
import { openClient } from '../../api/own-session.ts'
import { paths } from '../../api/paths.ts'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { passwordProblems, signInProblems, signInTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface FirstOwnerFormProps {
  readonly onPerson: () => void
  readonly onFirst: () => void
}

/** The admin key makes the first owner, and is forgotten. */
export function FirstOwnerForm({ onPerson, onFirst }: FirstOwnerFormProps) {
  const { t } = useLocale()
  const [key, setKey] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const action = useAction(async () => {
    const client = createApiClient({
      key: key.trim(),
      fetch: (input, init) => fetch(input, init),
      now: Date.now,
      onUnauthorized: () => {},
    })
    await client.send('POST', paths.users, { email: email.trim(), name: name.trim(), role: 'owner', password })
    try {
      await openClient().send('POST', paths.session, { email: email.trim(), password })
    } catch (error) {
      onFirst()
      throw error
    }
    onPerson()
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!action.busy) action.run()
      }}
    >
      <Field
        label={t(x.adminKey)}
        className="input mono"
        type="password"
        autoComplete="off"
        required
        value={key}
        onText={setKey}
      />
      <Field label={t(x.name)} autoComplete="name" required maxLength={100} value={name} onText={setName} />
      <Field label={t(x.email)} type="email" autoComplete="username" required value={email} onText={setEmail} />
      <NewPasswordField value={password} onText={setPassword} />
      <FormProblem problem={action.problem} known={{ ...signInProblems, ...passwordProblems }} />
      <div className="mt4">
        <button type="submit" className="btn primary" disabled={action.busy}>
          {t(x.firstSubmit)}
        </button>
      </div>
    </form>
  )
}

import { useState } from 'react'
import { openClient } from '../../api/own-session.ts'
import { paths } from '../../api/paths.ts'
import { useAction } from '../../api/use-action.ts'
import { FormProblem } from '../../components/form-problem.tsx'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { passwordProblems, signInProblems, signInTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

export interface WelcomePageProps {
  readonly token: string
  /** The password is set; true when that signed the reader in as well. */
  readonly onDone: (signedIn: boolean) => void
}

/** Where a one-time link leads: a password of one's own. */
export function WelcomePage({ token, onDone }: WelcomePageProps) {
  const { t } = useLocale()
  const [password, setPassword] = useState('')
  const action = useAction(async () => {
    const { signedIn } = await openClient().send<{ signedIn: boolean }>('POST', paths.sessionLink, { token, password })
    onDone(signedIn)
  })
  return (
    <SignInFrame title={x.welcomeTitle} lead={x.welcomeLead}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <NewPasswordField value={password} onText={setPassword} />
        <FormProblem problem={action.problem} known={{ ...signInProblems, ...passwordProblems }} />
        <div className="mt4">
          <button type="submit" className="btn primary" disabled={action.busy}>
            {t(x.welcomeSubmit)}
          </button>
        </div>
      </form>
    </SignInFrame>
  )
}

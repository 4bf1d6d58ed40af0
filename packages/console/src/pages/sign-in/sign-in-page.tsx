import type { OwnSession } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { signInTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { Text } from '../../texts/text.ts'
import { FirstOwnerForm } from './first-owner-form.tsx'
import { KeyForm } from './key-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

export interface SignInPageProps {
  readonly notice: Text | undefined
  /** What there is to sign in with; undefined while the server has not said. */
  readonly own: OwnSession | undefined
  readonly onKey: (key: string) => void
  readonly onPerson: () => void
  /** The first owner was made but could not be signed in at once. */
  readonly onFirst: () => void
}

/** By e-mail and password, through a provider, or with a key; and the first account where there is none. */
export function SignInPage({ notice, own, onKey, onPerson, onFirst }: SignInPageProps) {
  const { t } = useLocale()
  const [chosen, setChosen] = useState<'key' | 'password' | undefined>(notice === x.keyRefused ? 'key' : undefined)
  const way = chosen ?? (own === undefined ? 'key' : 'password')
  const first = way === 'password' && own?.firstRun === true
  return (
    <SignInFrame
      title={first ? x.firstTitle : x.title}
      lead={first ? x.firstLead : way === 'key' ? x.keyLead : undefined}
      notice={notice}
    >
      {way === 'key' ? (
        <KeyForm onKey={onKey} />
      ) : first ? (
        <FirstOwnerForm onPerson={onPerson} onFirst={onFirst} />
      ) : (
        <PasswordForm onPerson={onPerson} />
      )}
      {own?.oidc && way === 'password' ? (
        <div className="mt3">
          <a className="btn" href={paths.oidc}>
            {t(x.with(own.oidc))}
          </a>
        </div>
      ) : null}
      <div className="mt3">
        <button type="button" className="btn quiet small" onClick={() => setChosen(way === 'key' ? 'password' : 'key')}>
          {t(way === 'key' ? x.withPassword : x.withKey)}
        </button>
      </div>
    </SignInFrame>
  )
}

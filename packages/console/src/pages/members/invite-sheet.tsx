import type { Role, UserView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { signInProblems, memberTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { OneTimeLink } from './link-sheet.tsx'
import { RoleSelect } from './role-select.tsx'

export interface InviteSheetProps {
  readonly onInvited: (link: OneTimeLink) => void
  readonly onClose: () => void
}

/** Makes a user; they set their password with the link. */
export function InviteSheet({ onInvited, onClose }: InviteSheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('readOnly')
  const action = useAction(async () => {
    const body = { name: name.trim(), email: email.trim(), role }
    const { link } = await client.send<{ user: UserView; link: OneTimeLink }>('POST', paths.users, body)
    onInvited(link)
  })
  return (
    <Sheet title={t(x.inviteTitle)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <Field label={t(x.name)} required maxLength={100} autoComplete="off" value={name} onText={setName} />
        <Field label={t(x.email)} type="email" required autoComplete="off" value={email} onText={setEmail} />
        <RoleSelect value={role} onRole={setRole} />
        <FormProblem problem={action.problem} known={signInProblems} />
        <SheetButtons submit={x.inviteSubmit} disabled={action.busy} onCancel={onClose} />
      </form>
    </Sheet>
  )
}

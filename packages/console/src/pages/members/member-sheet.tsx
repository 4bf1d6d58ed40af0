import type { Role, UserView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { FormProblem } from '../../components/form-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { memberTexts as x } from '../../texts/access-texts.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { OneTimeLink } from './link-sheet.tsx'
import { RoleSelect } from './role-select.tsx'

export interface MemberSheetProps {
  readonly user: UserView
  readonly onChange: () => void
  readonly onLink: (link: OneTimeLink) => void
  readonly onClose: () => void
}

/** Role, password link, and whether they may sign in. */
export function MemberSheet({ user, onChange, onLink, onClose }: MemberSheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [role, setRole] = useState<Role>(user.role)
  const [lost, setLost] = useState(false)
  const disabled = user.disabledAt !== null
  const change = useAction(async (verb: 'role' | 'disable' | 'enable' | 'reset') => {
    const address = paths.user(user.id, verb)
    if (verb === 'reset') return onLink(await client.send<OneTimeLink>('POST', address, { secondFactor: lost }))
    await (verb === 'role' ? client.send('PUT', address, { role }) : client.send('POST', address))
    onChange()
  })
  return (
    <Sheet title={t(x.changeTitle(user.name))} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!change.busy) change.run('role')
        }}
      >
        <RoleSelect value={role} onRole={setRole} />
        <div className="row wrap mt3">
          <button type="submit" className="btn primary" disabled={change.busy || role === user.role}>
            {t(x.changeSubmit)}
          </button>
        </div>
      </form>
      {disabled ? null : (
        <div className="mt4">
          {user.secondFactor ? (
            <label className="check-row">
              <input type="checkbox" checked={lost} onChange={(event) => setLost(event.target.checked)} />
              <span>{t(x.lostDevice)}</span>
            </label>
          ) : null}
          <button type="button" className="btn small" disabled={change.busy} onClick={() => change.run('reset')}>
            {t(x.reset)}
          </button>
        </div>
      )}
      <div className="mt4">
        {disabled ? null : <p className="sm soft">{t(x.disableWhy)}</p>}
        <button
          type="button"
          className={disabled ? 'btn small' : 'btn small danger'}
          disabled={change.busy}
          onClick={() => change.run(disabled ? 'enable' : 'disable')}
        >
          {t(disabled ? x.enable : x.disable)}
        </button>
      </div>
      <FormProblem problem={change.problem} known={{}} />
      <div className="row wrap mt4">
        <button type="button" className="btn quiet" onClick={onClose}>
          {t(commonTexts.close)}
        </button>
      </div>
    </Sheet>
  )
}

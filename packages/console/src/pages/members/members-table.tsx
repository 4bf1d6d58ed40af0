import type { UserView } from 'attune/api-types'
import { roleTexts, memberTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface MembersTableProps {
  readonly users: readonly UserView[]
  /** Undefined where the reader may not change them. */
  readonly onChange: ((user: UserView) => void) | undefined
}

export function MembersTable({ users, onChange }: MembersTableProps) {
  const { t, f } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.name)}</th>
            <th scope="col">{t(x.email)}</th>
            <th scope="col">{t(x.role)}</th>
            <th scope="col">{t(x.factor)}</th>
            <th scope="col">{t(x.seen)}</th>
            <th scope="col" className="num">
              {t(x.state)}
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id}>
              <th scope="row" className={user.disabledAt === null ? 'm' : 'muted'}>
                {user.name}
              </th>
              <td className="break" data-label={t(x.email)}>
                {user.email}
              </td>
              <td data-label={t(x.role)}>{t(roleTexts[user.role] ?? [user.role, user.role])}</td>
              <td data-label={t(x.factor)}>{t(user.secondFactor ? x.on : x.off)}</td>
              <td data-label={t(x.seen)}>
                {user.lastSignInAt === null ? t(x.never) : f.ago(Date.parse(user.lastSignInAt))}
              </td>
              <td className="num lead">
                {user.disabledAt === null ? null : <span className="badge">{t(x.disabled)}</span>}{' '}
                {onChange ? (
                  <button
                    type="button"
                    className="btn small"
                    aria-label={t(x.changeTitle(user.name))}
                    onClick={() => onChange(user)}
                  >
                    {t(x.change)}
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

import type { AccessReview } from 'attune/api-types'
import { Card } from '../../../components/card.tsx'
import { roleTexts } from '../../../texts/access-texts.ts'
import { reviewTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { Flags } from './flags.tsx'

/** Members: what they may, when they last came, and what proves who they are. */
export function MembersReview({ users }: { readonly users: AccessReview['users'] }) {
  const { t, f } = useLocale()
  const link = <a href="#/members">{t(x.toMembers)}</a>
  if (users.length === 0)
    return (
      <Card title={t(x.members)} end={link}>
        <p className="sm soft">{t(x.noMembers)}</p>
      </Card>
    )
  return (
    <Card title={t(x.members)} end={link} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.name)}</th>
              <th scope="col">{t(x.may)}</th>
              <th scope="col">{t(x.signIn)}</th>
              <th scope="col">{t(x.factor)}</th>
              <th scope="col" className="num">
                {t(x.sessions)}
              </th>
              <th scope="col">{t(x.lookAt)}</th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <tr key={user.id}>
                <th scope="row" className="whole">
                  <span className="m">{user.name}</span>
                  <small className="break">{user.email}</small>
                </th>
                <td data-label={t(x.may)}>{t(roleTexts[user.role] ?? [user.role, user.role])}</td>
                <td data-label={t(x.signIn)}>
                  {user.lastSignInAt === null ? t(x.neverUsed) : f.ago(Date.parse(user.lastSignInAt))}
                </td>
                <td data-label={t(x.factor)}>{t(user.secondFactor ? x.on : user.hasPassword ? x.off : x.elsewhere)}</td>
                <td className="num" data-label={t(x.sessions)}>
                  {f.count(user.sessions)}
                </td>
                <td data-label={t(x.lookAt)}>
                  <Flags flags={user.flags} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

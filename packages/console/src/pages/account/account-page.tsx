import type { OwnSession } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { roleTexts, accountTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { BreakGlassCard } from './break-glass-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { SecondFactorCard } from './second-factor-card.tsx'
import { SessionsCard } from './sessions-card.tsx'

/** One's own sign-in: sessions, password, second factor, and seeing personal data for a reason. */
export function AccountPage() {
  const { t } = useLocale()
  const { can } = useSession()
  const own = useResource<OwnSession>(paths.session)
  return (
    <Page title={t(x.title)} sub={own.value?.user?.email}>
      <Loaded resource={own} what={x.what}>
        {({ user, session }) =>
          user && session ? (
            <div className="grid">
              <SessionsCard role={t(roleTexts[user.role] ?? [user.role, user.role])} />
              <PasswordCard hasPassword={user.hasPassword} />
              <SecondFactorCard user={user} onChange={own.reload} />
              {can('personal.breakGlass') && !can('personal.see') ? (
                <BreakGlassCard session={session} onChange={own.reload} />
              ) : null}
            </div>
          ) : null
        }
      </Loaded>
    </Page>
  )
}

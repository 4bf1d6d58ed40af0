import type { UserView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { memberTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { InviteSheet } from './invite-sheet.tsx'
import { LinkSheet, type OneTimeLink } from './link-sheet.tsx'
import { MemberSheet } from './member-sheet.tsx'
import { MembersTable } from './members-table.tsx'

export function MembersPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const { can } = useSession()
  const manages = can('users.manage')
  const members = useResource<{ users: readonly UserView[] }>(paths.users)
  const [changing, setChanging] = useState<UserView>()
  const [link, setLink] = useState<OneTimeLink>()
  const setInviting = (open: boolean) => replaceQuery(route, { do: open ? 'invite' : undefined })
  const told = (made: OneTimeLink) => {
    setInviting(false)
    setChanging(undefined)
    setLink(made)
    members.reload()
  }
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        manages ? (
          <button type="button" className="btn primary" onClick={() => setInviting(true)}>
            <Icon name="plus" />
            {t(x.invite)}
          </button>
        ) : undefined
      }
    >
      <Loaded resource={members} what={x.what}>
        {({ users }) =>
          users.length === 0 ? (
            <div className="empty">
              <h2>{t(x.none)}</h2>
              <p>{t(x.noneWhy)}</p>
            </div>
          ) : (
            <section className="card flush" aria-label={t(x.title)}>
              <MembersTable users={users} onChange={manages ? setChanging : undefined} />
            </section>
          )
        }
      </Loaded>
      {route.query.get('do') === 'invite' && manages ? (
        <InviteSheet onInvited={told} onClose={() => setInviting(false)} />
      ) : null}
      {changing ? (
        <MemberSheet
          key={changing.id}
          user={changing}
          onChange={() => {
            setChanging(undefined)
            members.reload()
          }}
          onLink={told}
          onClose={() => setChanging(undefined)}
        />
      ) : null}
      {link ? <LinkSheet link={link} onClose={() => setLink(undefined)} /> : null}
    </Page>
  )
}

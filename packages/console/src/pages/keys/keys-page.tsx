import { useState } from 'react'
import type { ApiKey, KeyList } from '../../api/key-types.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Confirm } from '../../components/confirm.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { keyTexts as x } from '../../texts/placement-texts.ts'
import { CreateKeySheet } from './create-key-sheet.tsx'
import { KeysTable } from './keys-table.tsx'
import { RotateKeySheet } from './rotate-key-sheet.tsx'

export function KeysPage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const { client, can } = useSession()
  const manages = can('keys.manage')
  const keys = useResource<KeyList>(paths.keys)
  const [revoking, setRevoking] = useState<ApiKey>()
  const [rotating, setRotating] = useState<ApiKey>()
  const setCreating = (open: boolean) => replaceQuery(route, { do: open ? 'create' : undefined })
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        manages ? (
          <button type="button" className="btn primary" onClick={() => setCreating(true)}>
            <Icon name="plus" />
            {t(x.create)}
          </button>
        ) : undefined
      }
    >
      <Loaded resource={keys} what={x.what}>
        {(shown) => (
          <section className="card flush" aria-label={t(x.title)}>
            <KeysTable keys={shown.keys} onRotate={setRotating} onRevoke={setRevoking} />
          </section>
        )}
      </Loaded>
      {route.query.get('do') === 'create' && manages ? (
        <CreateKeySheet onCreated={keys.reload} onClose={() => setCreating(false)} />
      ) : null}
      {rotating ? (
        <RotateKeySheet rotated={rotating} onCreated={keys.reload} onClose={() => setRotating(undefined)} />
      ) : null}
      {revoking === undefined ? null : (
        <Confirm
          title={t(x.revokeTitle(revoking.name))}
          consequence={t(
            x.revokeWhy(revoking.lastUsedAt === null ? t(x.never) : f.ago(Date.parse(revoking.lastUsedAt))),
          )}
          confirmText={t(x.revokeConfirm)}
          danger
          typed={{ label: t(x.revokeType(revoking.prefix)), value: revoking.prefix }}
          onConfirm={async () => {
            await client.send('DELETE', paths.key(revoking.id))
            keys.reload()
          }}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </Page>
  )
}

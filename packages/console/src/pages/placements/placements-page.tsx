import type { ModelList, Placement } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { placementTexts as x } from '../../texts/placement-texts.ts'
import { PlacementCard } from './placement-card.tsx'
import { PlacementSheet } from './placement-sheet.tsx'

/** Policies that need no training. */
const builtIn = ['popular', 'newest'] as const

/** What shows where. */
export function PlacementsPage() {
  const { t } = useLocale()
  const { can } = useSession()
  const changes = can('placements.change')
  const placements = useResource<{ placements: readonly Placement[] }>(paths.placements)
  const models = useResource<ModelList>(changes ? paths.models : undefined)
  const [editing, setEditing] = useState<Placement | 'new'>()
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        changes ? (
          <button type="button" className="btn primary" onClick={() => setEditing('new')}>
            <Icon name="plus" />
            {t(x.create)}
          </button>
        ) : undefined
      }
    >
      <Loaded resource={placements} what={x.what}>
        {(shown) =>
          shown.placements.length === 0 ? (
            <Card title={t(x.none)}>
              <div className="empty">
                <p>{t(x.noneWhy)}</p>
              </div>
            </Card>
          ) : (
            <div className="grid">
              {shown.placements.map((placement) => (
                <PlacementCard
                  key={placement.id}
                  placement={placement}
                  onEdit={changes ? () => setEditing(placement) : undefined}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {editing === undefined ? null : (
        <PlacementSheet
          placement={editing === 'new' ? undefined : editing}
          models={[...new Set([...(models.value?.models ?? []).map(({ name }) => name), ...builtIn])]}
          onSaved={placements.reload}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  )
}

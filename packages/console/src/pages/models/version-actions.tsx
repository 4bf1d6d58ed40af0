import type { ModelList, ModelVersion } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'

export interface VersionActionsProps {
  readonly model: ModelList['models'][number]
  readonly version: ModelVersion
  readonly onChange: () => void
}

/** Promote a version, or go back to the one before; both ask first and name what follows. */
export function VersionActions({ model, version, onChange }: VersionActionsProps) {
  const { t, f, language } = useLocale()
  const { client, can } = useSession()
  const [asking, setAsking] = useState(false)
  if (!can('models.change') || version.live || version.status === 'training' || version.status === 'failed') return null
  const { previous } = version
  const label = `v${version.version}`
  const name = `${version.name} ${label}`
  const places = model.placements.length > 0 ? f.list(model.placements) : t(x.nowhere)
  return (
    <>
      <button type="button" className={previous ? 'btn' : 'btn primary'} onClick={() => setAsking(true)}>
        {previous ? <Icon name="undo" /> : null}
        {t(previous ? x.rollbackTo(label) : x.promoteOf(label))}
      </button>
      {asking ? (
        <Confirm
          title={t(previous ? x.rollbackTitle(name) : x.promoteTitle(name))}
          consequence={
            <>
              <p>{t(previous ? x.rollbackWhy(places, `v${model.live}`) : x.promoteWhy(name, places))}</p>
              {version.status === 'held' ? (
                <p className="mt2">
                  <b>{t(x.promoteHeld)}</b> {version.note?.[language]}
                </p>
              ) : null}
            </>
          }
          confirmText={t(previous ? x.rollbackConfirm(label) : x.promoteConfirm(label))}
          onConfirm={async () => {
            if (previous) await client.send('POST', paths.rollback(model.name))
            else await client.send('POST', paths.promote(model.name), { version: version.version })
            onChange()
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}

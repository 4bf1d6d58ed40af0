import type { ModelList } from 'attune/api-types'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'
import { mainMetric } from './judge-against-live.ts'
import { VersionActions } from './version-actions.tsx'
import { VersionBadge } from './version-badge.tsx'
import { VersionDetails } from './version-details.tsx'
import { VersionsTable } from './versions-table.tsx'

export interface ModelViewProps {
  readonly model: ModelList['models'][number]
  readonly onChange: () => void
}

const first = 12

/** One model: its versions, and the chosen one in detail. */
export function ModelView({ model, onChange }: ModelViewProps) {
  const { t, f } = useLocale()
  const [chosen, setChosen] = useState<number>()
  const [all, setAll] = useState(false)
  const versions = model.versions.toSorted((a, b) => b.version - a.version)
  // Without a choice the newest that is done: what a decision is likely to be about.
  const version =
    versions.find((entry) => entry.version === chosen) ??
    versions.find((entry) => entry.status !== 'training') ??
    versions[0]
  // The live version is the measure of the others: shown however old it is.
  const shown = all ? versions : versions.filter((entry, i) => i < first || entry.live || entry.previous)
  if (!version) return null
  return (
    <>
      <Card
        title={
          <>
            {t(x.versions)}{' '}
            <span className="mono soft" style={{ fontWeight: 400 }}>
              {model.name}
            </span>
          </>
        }
        sub={t(x.versionsSub(mainMetric.toUpperCase()))}
        flush
        end={
          <span className="xs muted">
            {model.placements.length > 0 ? t(x.usedOn(f.list(model.placements))) : t(x.unused)}
          </span>
        }
      >
        <VersionsTable versions={shown} chosen={version.version} onChoose={setChosen} />
        {shown.length < versions.length ? (
          <div className="pager">
            <button type="button" className="btn small" onClick={() => setAll(true)}>
              {t(x.more(f.count(versions.length - shown.length)))}
            </button>
          </div>
        ) : null}
      </Card>
      <Card
        title={`${version.name} v${version.version}`}
        sub={version.kind === version.name ? t(x.offline) : version.kind}
        columns={7}
        end={<VersionBadge version={version} live={model.live} />}
      >
        <VersionDetails version={version} />
        <div className="row wrap mt4">
          <VersionActions key={version.version} model={model} version={version} onChange={onChange} />
        </div>
      </Card>
    </>
  )
}

import type { ModelVersion } from 'attune/api-types'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'

export interface VersionBadgeProps {
  readonly version: ModelVersion
  /** The live version's number. */
  readonly live: number | null
}

export function VersionBadge({ version, live }: VersionBadgeProps) {
  const { t } = useLocale()
  if (version.live)
    return (
      <span className="badge good">
        <span className="dot" />
        {t(x.live)}
      </span>
    )
  if (version.status === 'training') return <span className="badge">{t(x.training)}</span>
  if (version.status === 'failed') return <span className="badge bad">{t(x.failed)}</span>
  if (version.status === 'held') return <span className="badge warn">{t(x.held)}</span>
  return (
    <span className="badge">
      {t(version.previous ? x.previous : version.version > (live ?? 0) ? x.candidate : x.kept)}
    </span>
  )
}

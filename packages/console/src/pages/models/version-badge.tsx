import type { ModelVersion } from 'attune/api-types'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'

export function VersionBadge({ version }: { readonly version: ModelVersion }) {
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
  return <span className="badge">{t(version.previous ? x.previous : x.kept)}</span>
}

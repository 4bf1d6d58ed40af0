import type { ModelVersion } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { stageTexts, modelTexts as x } from '../../texts/model-texts.ts'

/** A training that runs now. */
export function RunCard({ version }: { readonly version: ModelVersion }) {
  const { t, f } = useLocale()
  const { progress } = version
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0
  const stage = progress?.stage ?? 'waiting'
  return (
    <Card
      title={
        <>
          {t(x.run)} <span className="mono">{`${version.name} v${version.version}`}</span>
        </>
      }
      sub={t(x.runSub(f.ago(Date.parse(version.createdAt))))}
      className="run"
    >
      <div className="row sm">
        <span>{t((Object.hasOwn(stageTexts, stage) && stageTexts[stage]) || [stage, stage])}</span>
        <div
          className="grow"
          role="progressbar"
          aria-label={`${t(x.run)} ${version.name} v${version.version}`}
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <Bar share={share} />
        </div>
        <span className="m">{f.percent(share)}</span>
      </div>
    </Card>
  )
}

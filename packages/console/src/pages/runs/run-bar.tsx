import type { RunSummary } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { runTexts as x } from '../../texts/run-texts.ts'

/** How far a run is, as a bar with its share. */
export function RunBar({ id, progress }: { readonly id: string; readonly progress: RunSummary['progress'] }) {
  const { t, f } = useLocale()
  const share = progress && progress.steps > 0 ? progress.step / progress.steps : 0
  return (
    <div className="row sm">
      <div
        className="grow"
        role="progressbar"
        aria-label={`${t(x.progress)} ${id}`}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <Bar share={share} />
      </div>
      <span className="m">{f.percent(share)}</span>
    </div>
  )
}

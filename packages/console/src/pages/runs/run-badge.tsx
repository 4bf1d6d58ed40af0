import type { RunSummary } from 'attune/api-types'
import { useLocale } from '../../texts/locale.tsx'
import { runStateTexts } from '../../texts/run-texts.ts'

const looks = {
  running: '',
  cancelling: '',
  finished: 'good',
  cancelled: '',
  failed: 'bad',
  interrupted: 'warn',
} as const

export function RunBadge({ run }: { readonly run: Pick<RunSummary, 'state' | 'cancelling'> }) {
  const { t } = useLocale()
  const state = run.cancelling ? 'cancelling' : run.state
  const look = looks[state]
  return (
    <span className={look === '' ? 'badge' : `badge ${look}`}>
      {state === 'running' || look !== '' ? <span className={look === 'good' ? 'dot' : `dot ${look}`} /> : null}
      {t(runStateTexts[state])}
    </span>
  )
}

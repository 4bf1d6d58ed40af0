import type { MetricView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import { metricTitle } from '../experiments/metric-title.ts'
import { MetricSheet } from './metric-sheet.tsx'

export interface MetricActionsProps {
  readonly metric: MetricView
  readonly onChange: () => void
}

/** Changing any, removing one's own; removal asks first. */
export function MetricActions({ metric, onChange }: MetricActionsProps) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const [asked, setAsked] = useState<'change' | 'remove'>()
  const name = metricTitle(metric, language)
  const close = () => setAsked(undefined)
  return (
    <div className="row wrap">
      <button type="button" className="btn small" onClick={() => setAsked('change')}>
        {t(x.change)}
        <span className="sr"> {name}</span>
      </button>
      {metric.origin === 'own' ? (
        <button type="button" className="btn small quiet" onClick={() => setAsked('remove')}>
          {t(x.remove)}
          <span className="sr"> {name}</span>
        </button>
      ) : null}
      {asked === 'change' ? <MetricSheet metric={metric} onSaved={onChange} onClose={close} /> : null}
      {asked === 'remove' ? (
        <Confirm
          title={t(x.removeTitle(name))}
          consequence={t(x.removeWhy)}
          confirmText={t(x.removeNow)}
          danger
          onConfirm={async () => {
            await client.send('DELETE', paths.metric(metric.id))
            onChange()
          }}
          onClose={close}
        />
      ) : null}
    </div>
  )
}

import type { MetricView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Select } from '../../components/select.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import { metricTitle } from '../experiments/metric-title.ts'
import { type MetricDraft, metricDraftOf, metricKinds, metricOf } from './metric-draft.ts'
import { MetricKindFields } from './metric-kind-fields.tsx'
import { type MetricFieldsProps, MetricNumber } from './metric-number.tsx'
import { MetricPreview } from './metric-preview.tsx'

export interface MetricSheetProps {
  /** Undefined: a new one. */
  readonly metric: MetricView | undefined
  /** Ids that there are: a new metric takes none of them over. */
  readonly taken?: readonly string[]
  readonly onSaved: () => void
  readonly onClose: () => void
}

/** What a metric counts, when, and which way is good. */
export function MetricSheet({ metric, taken = [], onSaved, onClose }: MetricSheetProps) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const [id, setId] = useState(metric?.id ?? '')
  const [draft, setDraft] = useState(() => metricDraftOf(metric))
  const change = (part: Partial<MetricDraft>) => setDraft((old) => ({ ...old, ...part }))
  const definition = metricOf(draft)
  const isTaken = metric === undefined && taken.includes(id.trim())
  const save = useAction(async () => {
    await client.send('PUT', paths.metric(metric?.id ?? id.trim()), definition)
    onSaved()
  })
  return (
    <Sheet title={metric ? t(x.edit(metricTitle(metric, language))) : t(x.create)} wide onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (await save.run()) onClose()
        }}
      >
        {metric ? (
          <p className="sm soft mt2">{t(metric.origin === 'built-in' ? x.standsIn : x.inUse)}</p>
        ) : (
          <Field
            label={t(x.id)}
            hint={t(x.idHint)}
            wrong={isTaken ? t(x.taken) : undefined}
            className="input mono"
            required
            maxLength={64}
            value={id}
            onText={setId}
          />
        )}
        <Field
          label={t(x.name)}
          hint={t(x.nameHint)}
          maxLength={200}
          value={draft.title}
          onText={(title) => change({ title })}
        />
        <div className="pair mt3">
          <Select
            label={t(x.kind)}
            value={draft.kind}
            options={metricKinds.map((kind) => ({ value: kind, text: t(x.kinds[kind]) }))}
            onValue={(kind) => change({ kind: kind as MetricDraft['kind'] })}
          />
          <Select
            label={t(x.direction)}
            value={draft.better}
            options={(['up', 'down'] as const).map((value) => ({ value, text: t(x[value]) }))}
            onValue={(better) => change({ better: better as MetricDraft['better'] })}
          />
        </div>
        <MetricKindFields draft={draft} onDraft={change} />
        <TimeFields draft={draft} onDraft={change} />
        {/* An answer that stays while the next one comes is of this kind. */}
        <MetricPreview key={draft.kind} metric={definition} />
        {save.problem ? (
          <div className="mt3">
            <ProblemBanner problem={save.problem} what={commonTexts.notDone} />
          </div>
        ) : null}
        <SheetButtons submit={x.save} disabled={save.busy || isTaken} onCancel={onClose} />
      </form>
    </Sheet>
  )
}

/** When after the exposure it counts, what it is compared with before, and where values end. */
function TimeFields(props: MetricFieldsProps) {
  return (
    <>
      {props.draft.kind === 'retention' ? null : (
        <div className="pair">
          <MetricNumber of="delayHours" {...props} />
          <MetricNumber of="windowHours" {...props} />
        </div>
      )}
      <div className="pair">
        <MetricNumber of="preDays" {...props} />
        <MetricNumber of="cap" {...props} />
      </div>
    </>
  )
}

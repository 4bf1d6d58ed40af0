import type { UpliftDetail, UpliftTargets, UpliftTargetsInput } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { Select } from '../../components/select.tsx'
import { href } from '../../router/route.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { upliftTexts as x } from '../../texts/uplift-texts.ts'
import { SaveSegmentSheet } from './save-segment-sheet.tsx'
import { TargetsFound } from './targets-found.tsx'

interface Found {
  readonly input: UpliftTargetsInput
  readonly targets: UpliftTargets
}

/** A cost and a value, and whom it pays to treat at them. */
export function TargetsCard({ model }: { readonly model: UpliftDetail }) {
  const { t, f } = useLocale()
  const { client, can } = useSession()
  const [draft, setDraft] = useState({
    value: model.outcome === 'revenue' ? '0.3' : '30',
    cost: '1',
    costOfOutcome: '0',
    seenWithinDays: '90',
    purpose: 'advertising' as UpliftTargetsInput['purpose'],
  })
  const [found, setFound] = useState<Found>()
  const [saving, setSaving] = useState(false)
  const [saved, setSaved] = useState<{ readonly segment: string; readonly members: number }>()
  const change = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }))
  const ask = useAction(async () => {
    const input: UpliftTargetsInput = {
      value: Number(draft.value),
      cost: Number(draft.cost),
      costOfOutcome: Number(draft.costOfOutcome),
      seenWithinDays: Number(draft.seenWithinDays),
      purpose: draft.purpose,
    }
    setSaved(undefined)
    setFound({ input, targets: await client.send<UpliftTargets>('POST', paths.upliftTargets(model.id), input) })
  })
  const amount = { type: 'number', min: '0', max: '1000000000', step: 'any', required: true } as const
  return (
    <Card title={t(x.targets)} sub={t(x.targetsSub)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void ask.run()
        }}
      >
        <FormProblem problem={ask.problem} known={{}} />
        <Field
          {...amount}
          label={t(model.outcome === 'revenue' ? x.valueOfMoney : x.value)}
          hint={model.outcome === 'revenue' ? undefined : t(x.valueHint)}
          value={draft.value}
          onText={(value) => change({ value })}
        />
        <Field {...amount} label={t(x.cost)} value={draft.cost} onText={(cost) => change({ cost })} />
        <details className="mt3">
          <summary className="sm">{t(x.more)}</summary>
          <Field
            {...amount}
            label={t(x.costOfOutcome)}
            hint={t(x.costOfOutcomeHint)}
            value={draft.costOfOutcome}
            onText={(costOfOutcome) => change({ costOfOutcome })}
          />
          <Field
            type="number"
            min="1"
            max="730"
            step="1"
            required
            label={t(x.seenWithin)}
            value={draft.seenWithinDays}
            onText={(seenWithinDays) => change({ seenWithinDays })}
          />
          <div className="mt3">
            <Select
              label={t(x.purpose)}
              value={draft.purpose}
              options={(['advertising', 'personalisation'] as const).map((value) => ({ value, text: t(x[value]) }))}
              onValue={(purpose) => change({ purpose: purpose as UpliftTargetsInput['purpose'] })}
            />
          </div>
        </details>
        <button type="submit" className="btn primary mt4" disabled={ask.busy}>
          {ask.busy ? `${t(commonTexts.loading)}…` : t(x.workOut)}
        </button>
      </form>
      {found === undefined ? null : (
        <div className="card-part" aria-live="polite">
          <TargetsFound targets={found.targets} currency={model.currency} />
          {can('segments.change') && found.targets.threshold !== null && found.targets.chosen > 0 ? (
            <button type="button" className="btn mt3" onClick={() => setSaving(true)}>
              {t(x.saveSegment)}
            </button>
          ) : null}
          {saved === undefined ? null : (
            <p className="sm mt2">
              {t(x.saved(f.count(saved.members)))} <a href={href(['segments', saved.segment])}>{t(x.toSegment)}</a>
            </p>
          )}
        </div>
      )}
      {saving && found ? (
        <SaveSegmentSheet model={model} input={found.input} onSaved={setSaved} onClose={() => setSaving(false)} />
      ) : null}
    </Card>
  )
}

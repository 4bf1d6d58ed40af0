import type { ExperimentView, Metric, Placement, UpliftSummary } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { Select } from '../../components/select.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { upliftProblems, upliftTexts as x } from '../../texts/uplift-texts.ts'
import { metricTitle } from '../experiments/metric-title.ts'
import { fitsUplift } from './fits-uplift.ts'

export interface TrainSheetProps {
  readonly metrics: readonly Metric[]
  /** An experiment to begin with. */
  readonly experiment: string | undefined
  readonly onBegun: () => void
  readonly onClose: () => void
}

/** Kinds of metrics that are a number of each person. */
const ofPersons: readonly Metric['kind'][] = ['proportion', 'mean', 'revenue', 'retention', 'funnel']

/** From which experiment, to which end. */
export function TrainSheet({ metrics, experiment, onBegun, onClose }: TrainSheetProps) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const experiments = useResource<{ experiments: ExperimentView[] }>(paths.experiments)
  const placements = useResource<{ placements: readonly Placement[] }>(paths.placements)
  const sources = [
    ...(experiments.value?.experiments ?? []).filter(fitsUplift).map(({ id, title }) => ({
      value: `experiment ${id}`,
      text: t(x.experimentNamed(title || id)),
    })),
    ...(placements.value?.placements ?? [])
      .filter(({ control, split }) => control !== null && split.length > 1)
      .map(({ id, title }) => ({ value: `placement ${id}`, text: t(x.placementNamed(title[language] || id)) })),
  ]
  const [source, setSource] = useState(experiment === undefined ? undefined : `experiment ${experiment}`)
  const [outcome, setOutcome] = useState('ordered')
  const [days, setDays] = useState('14')
  const chosen = source ?? sources[0]?.value
  const begin = useAction(async () => {
    const [by = '', ...id] = (chosen ?? '').split(' ')
    const [kind = '', ...metric] = outcome.split(' ')
    await client.send<UpliftSummary>('POST', paths.uplift, {
      [by]: id.join(' '),
      ...(kind === 'metric' ? { metric: metric.join(' ') } : { outcome: kind }),
      days: Number(days),
    })
    onBegun()
    onClose()
  })
  const isReady = experiments.value !== undefined && placements.value !== undefined
  return (
    <Sheet title={t(x.trainTitle)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void begin.run()
        }}
      >
        <FormProblem problem={begin.problem} known={upliftProblems} />
        {isReady && sources.length === 0 ? (
          <p className="sm soft mt3">{t(x.noSource)}</p>
        ) : (
          <div className="mt3">
            <Select label={t(x.from)} hint={t(x.fromHint)} value={chosen ?? ''} options={sources} onValue={setSource} />
          </div>
        )}
        <div className="mt3">
          <Select
            label={t(x.outcome)}
            value={outcome}
            options={[
              { value: 'ordered', text: t(x.ordered) },
              { value: 'revenue', text: t(x.revenue) },
              ...metrics
                .filter(({ kind, better }) => ofPersons.includes(kind) && better === 'up')
                .map((metric) => ({
                  value: `metric ${metric.id}`,
                  text: t(x.metricNamed(metricTitle(metric, language))),
                })),
            ]}
            onValue={setOutcome}
          />
        </div>
        <Field
          label={t(x.days)}
          hint={t(x.daysHint)}
          type="number"
          min="0.1"
          max="365"
          step="any"
          required
          value={days}
          onText={setDays}
        />
        <SheetButtons submit={x.trainNow} disabled={begin.busy || chosen === undefined} onCancel={onClose} />
      </form>
    </Sheet>
  )
}

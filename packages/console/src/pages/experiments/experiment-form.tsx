import type { ExperimentChangeView, ExperimentView, Metric, PromptView } from 'attune/api-types'
import { useId, useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { SegmentChoice } from '../../components/segment-choice.tsx'
import { Select } from '../../components/select.tsx'
import { href } from '../../router/route.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { experimentTexts, experimentFormTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { draftOf, type ExperimentDraft, inputOf } from './experiment-draft.ts'
import { MetricFields } from './metric-fields.tsx'
import { PowerCard } from './power-card.tsx'
import { type ChosenSubject, usesToSave } from './prompt-subject.ts'
import { SubjectFields } from './subject-fields.tsx'
import { VariationFields } from './variation-fields.tsx'

const kinds = ['test', 'holdout'] as const
const units = ['person', 'attribute'] as const
const methods = ['sequential', 'msprt', 'frequentist', 'bayesian'] as const

export interface ExperimentFormProps {
  /** Undefined: a new one. */
  readonly experiment: ExperimentView | undefined
  readonly onSaved?: () => void
}

/** From the idea to the plan, in four steps, with what it will take beside them. */
export function ExperimentForm({ experiment, onSaved }: ExperimentFormProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const hypothesisId = useId()
  const [id, setId] = useState(experiment?.id ?? '')
  const [draft, setDraft] = useState(() => draftOf(experiment))
  const change = (part: Partial<ExperimentDraft>) => setDraft((old) => ({ ...old, ...part }))
  const metrics = useResource<{ metrics: Metric[] }>(paths.metrics).value?.metrics ?? []
  const prompts = useResource<{ prompts: PromptView[] }>(paths.prompts).value?.prompts ?? []
  const [subject, setSubject] = useState<ChosenSubject>({ versions: {} })
  const running = experiment?.status === 'running'
  const save = useAction(async () => {
    const own = experiment?.id ?? id.trim()
    await client.send<ExperimentChangeView>('PUT', paths.experiment(own), inputOf(draft, experiment))
    // Of one that runs the versions stay as they are.
    if (!running)
      for (const [prompt, use] of usesToSave(
        prompts,
        own,
        draft.variations,
        draft.kind === 'holdout' ? { prompt: '', versions: {} } : subject,
      ))
        await client.send('PUT', paths.promptUse(prompt), use)
    onSaved?.()
    location.hash = href(['experiments', own])
  })
  const choice = <V extends string>(of: readonly V[], text: (value: V) => string) =>
    of.map((value) => ({ value, text: text(value) }))
  return (
    <form
      className="grid"
      onSubmit={(event) => {
        event.preventDefault()
        void save.run()
      }}
    >
      <div className="c7 stack">
        <Card title={t(x.idea)}>
          {experiment ? null : (
            <Field
              label={t(x.id)}
              hint={t(x.idHint)}
              className="input mono"
              required
              maxLength={64}
              value={id}
              onText={setId}
            />
          )}
          <Field label={t(x.name)} maxLength={200} value={draft.title} onText={(title) => change({ title })} />
          <div className="field mt3">
            <label htmlFor={hypothesisId}>{t(experimentTexts.hypothesis)}</label>
            <textarea
              id={hypothesisId}
              className="input"
              rows={3}
              maxLength={2000}
              aria-describedby={`${hypothesisId}hint`}
              value={draft.hypothesis}
              onChange={(event) => change({ hypothesis: event.target.value })}
            />
            <span className="hint" id={`${hypothesisId}hint`}>
              {t(experimentTexts.hypothesisHint)}
            </span>
          </div>
          {running ? null : (
            <div className="mt3">
              <Select
                label={t(x.kind)}
                value={draft.kind}
                options={choice(kinds, (kind) => t(x[kind]))}
                onValue={(kind) => change({ kind: kind as ExperimentDraft['kind'] })}
              />
            </div>
          )}
        </Card>
        <Card title={t(x.variations)}>
          <VariationFields
            variations={draft.variations}
            fixed={running}
            onVariations={(variations) => change({ variations })}
          />
          {running || draft.kind === 'holdout' ? null : (
            <SubjectFields
              prompts={prompts}
              experiment={experiment?.id}
              variations={draft.variations}
              chosen={subject}
              onChosen={setSubject}
            />
          )}
        </Card>
        <Card title={t(x.who)}>
          {running ? null : (
            <Select
              label={t(x.unit)}
              value={draft.unit}
              options={choice(units, (unit) => t(x[unit]))}
              onValue={(unit) => change({ unit: unit as ExperimentDraft['unit'] })}
            />
          )}
          {draft.unit === 'attribute' && !running ? (
            <Field
              label={t(x.attributeName)}
              required
              maxLength={64}
              value={draft.attribute}
              onText={(attribute) => change({ attribute })}
            />
          ) : null}
          <Field
            label={t(x.traffic)}
            type="number"
            min="0"
            max="100"
            step="any"
            required
            value={draft.traffic}
            onText={(traffic) => change({ traffic })}
          />
          <SegmentChoice label={t(x.segments)} chosen={draft.segments} onChosen={(segments) => change({ segments })} />
        </Card>
        <Card title={t(x.metrics)}>
          <MetricFields draft={draft} metrics={metrics} onDraft={change} />
          <div className="mt4">
            <Select
              label={t(x.method)}
              value={draft.method}
              options={choice(methods, (method) => t(x[method]))}
              onValue={(method) => change({ method: method as ExperimentDraft['method'] })}
            />
          </div>
        </Card>
      </div>
      <div className="c5 stack">
        <PowerCard draft={draft} onDraft={change} />
        {save.problem ? <ProblemBanner problem={save.problem} what={x.notSaved} /> : null}
        <p className="sm soft">{t(running ? x.runningNote : x.nextStep)}</p>
        <div className="row wrap">
          <button type="submit" className="btn primary" disabled={save.busy}>
            {t(running ? x.saveRunning : x.save)}
          </button>
          <a className="btn quiet" href={href(experiment ? ['experiments', experiment.id] : ['experiments'])}>
            {t(commonTexts.cancel)}
          </a>
        </div>
      </div>
    </form>
  )
}

import type { AttributionView, ExperimentView, Placement, ReportEntry } from 'attune/api-types'
import { useId } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Field } from '../../components/field.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Select } from '../../components/select.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { reportTexts as x } from '../../texts/report-texts.ts'
import { daysAgo } from '../behaviour/periods.ts'
import { lastMonths } from './last-months.ts'

export type ReportKind = ReportEntry['kind']
export const reportKinds = ['month', 'placement', 'experiment', 'campaign'] as const

export interface SubjectFieldProps {
  readonly kind: ReportKind
  readonly subject: string
  readonly onSubject: (subject: string) => void
}

/** What a report is about: one of what there is, or the name of a campaign. */
export function SubjectField({ kind, subject, onSubject }: SubjectFieldProps) {
  const { t, f } = useLocale()
  const id = useId()
  const placements = useResource<{ placements: Placement[] }>(kind === 'placement' ? paths.placements : undefined)
  const experiments = useResource<{ experiments: ExperimentView[] }>(
    kind === 'experiment' ? paths.experiments : undefined,
  )
  const campaigns = useResource<AttributionView>(
    kind === 'campaign'
      ? paths.attribution({ by: 'campaign', touch: 'click', from: daysAgo(90, Date.now()) })
      : undefined,
  )
  if (kind === 'campaign')
    return (
      <>
        <Field
          label={t(x.which.campaign)}
          hint={t(x.campaignHelp)}
          list={id}
          maxLength={256}
          required
          value={subject}
          onText={onSubject}
        />
        <datalist id={id}>
          {(campaigns.value?.channels ?? []).map(({ channel }) =>
            channel === null ? null : <option key={channel} value={channel} />,
          )}
        </datalist>
      </>
    )
  const there = {
    month: lastMonths(Date.now()).map((month) => ({ value: month, text: f.month(Date.parse(`${month}-15`)) })),
    placement: (placements.value?.placements ?? []).map(({ id: value }) => ({ value, text: value })),
    experiment: (experiments.value?.experiments ?? []).map(({ id: value, title }) => ({
      value,
      text: title || value,
    })),
  }[kind]
  const { value: known, problem, reload } = kind === 'placement' ? placements : experiments
  if (kind !== 'month' && known === undefined && problem !== undefined)
    return <ProblemBanner problem={problem} onRetry={reload} />
  if (there.length === 0) return known === undefined ? null : <p className="sm muted">{t(x.nothingOfKind[kind])}</p>
  return (
    <Select
      label={t(x.which[kind])}
      value={subject}
      options={subject === '' ? [{ value: '', text: '' }, ...there] : there}
      onValue={onSubject}
    />
  )
}

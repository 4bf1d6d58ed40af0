import type { LabelProposals, LabelTasksView, TrainedLabelsView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Select } from '../../components/select.tsx'
import { labelTexts as x } from '../../texts/label-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ProposedText } from './proposed-text.tsx'
import { TrainedCard } from './trained-card.tsx'

const sources = ['items', 'reviews', 'searches'] as const
type Source = (typeof sources)[number]

export interface TaskViewProps {
  readonly task: string
  readonly labels: LabelTasksView['tasks'][number]['labels']
  readonly onLabelled: () => void
}

/** One task: texts to label, a click a label, and what was learnt of them. */
export function TaskView({ task, labels, onLabelled }: TaskViewProps) {
  const { t, f } = useLocale()
  const { client, can } = useSession()
  const [from, setFrom] = useState<Source>('items')
  const proposals = useResource<LabelProposals>(paths.labelProposals(task, from))
  const [given, setGiven] = useState<ReadonlyMap<string, string>>(new Map())
  const [trained, setTrained] = useState<TrainedLabelsView>()
  const give = useAction(async (textId: string, label: string) => {
    await client.send('PUT', paths.labelTask(task), { labels: [{ textId, label }] })
    const next = new Map(given).set(textId, label)
    setGiven(next)
    onLabelled()
    // New ones, chosen with what was just learnt, when all of these have their label.
    if (proposals.value?.proposed.every(({ id }) => next.has(id))) proposals.reload()
  })
  const train = useAction(async () => {
    setTrained(await client.send<TrainedLabelsView>('POST', paths.trainLabels(task)))
    proposals.reload()
  })
  const names = [...new Set([...labels.map(({ label }) => label), ...given.values()])].sort()
  const total = labels.reduce((sum, { texts }) => sum + texts, 0)
  const problem = give.problem ?? train.problem
  return (
    <div className="stack">
      {problem ? <ProblemBanner problem={problem} /> : null}
      {trained ? <TrainedCard trained={trained} /> : null}
      <Card
        title={t(x.next)}
        sub={total === 0 ? t(x.nextSub) : t(x.labelled(f.count(total)))}
        {...(can('models.change') && names.length >= 2
          ? {
              end: (
                <button type="button" className="btn" disabled={train.busy} onClick={() => train.run()}>
                  {t(train.busy ? x.training : x.train)}
                </button>
              ),
            }
          : {})}
      >
        {can('items.change') ? (
          <div className="card-part">
            <Select
              label={t(x.from)}
              {...(from === 'items' ? {} : { hint: t(x.saidHint) })}
              value={from}
              options={sources.map((value) => ({ value, text: t(x[value]) }))}
              onValue={(value) => setFrom(sources.find((one) => one === value) ?? 'items')}
            />
          </div>
        ) : null}
        <Loaded resource={proposals} what={x.whatProposals} rows={6}>
          {({ proposed }) => {
            const open = proposed.filter(({ id }) => !given.has(id))
            return open.length === 0 ? (
              <div className="empty">
                <p>{t(x.done)}</p>
              </div>
            ) : (
              <ul className="stack">
                {open.map((one) => (
                  <ProposedText
                    key={one.id}
                    proposed={one}
                    labels={can('items.change') ? names : undefined}
                    busy={give.busy}
                    onLabel={(label) => give.run(one.id, label)}
                  />
                ))}
              </ul>
            )
          }}
        </Loaded>
      </Card>
    </div>
  )
}

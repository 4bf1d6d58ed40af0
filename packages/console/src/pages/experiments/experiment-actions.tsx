import type { ExperimentResultsView, ExperimentView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Select } from '../../components/select.tsx'
import { href } from '../../router/route.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface ExperimentActionsProps {
  readonly experiment: ExperimentView
  readonly decision: ExperimentResultsView['decision'] | undefined
  readonly onChange: () => void
}

type Asked = 'start' | 'stop' | 'archive' | 'remove'

/** What can be done with an experiment now; each asks first and names what follows. */
export function ExperimentActions({ experiment, decision, onChange }: ExperimentActionsProps) {
  const { t } = useLocale()
  const { can } = useSession()
  const [asked, setAsked] = useState<Asked>()
  const { id, status } = experiment
  if (!can('experiments.change')) return null
  const button = (verb: Asked, text: string, primary = false) => (
    <button type="button" className={primary ? 'btn primary' : 'btn'} onClick={() => setAsked(verb)}>
      {text}
    </button>
  )
  return (
    <>
      {status === 'draft' ? button('start', t(x.start), true) : null}
      {status === 'running' ? button('stop', t(x.stopIt), decision !== undefined && decision.action !== 'go-on') : null}
      {status === 'draft' || status === 'running' ? (
        <a className="btn" href={href(['experiments', id], { edit: 'yes' })}>
          {t(x.edit)}
        </a>
      ) : null}
      {status === 'stopped' ? button('archive', t(x.archive)) : null}
      {status === 'draft' ? button('remove', t(x.remove)) : null}
      {asked === undefined ? null : (
        <Asking
          asked={asked}
          experiment={experiment}
          suggested={decision?.action === 'ship' ? (decision.variation ?? '') : ''}
          onChange={onChange}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

interface AskingProps {
  readonly asked: Asked
  readonly experiment: ExperimentView
  readonly suggested: string
  readonly onChange: () => void
  readonly onClose: () => void
}

function Asking({ asked, experiment, suggested, onChange, onClose }: AskingProps) {
  const { t, f } = useLocale()
  const { client } = useSession()
  const [winner, setWinner] = useState(suggested)
  const { id, title, traffic, variations, shownBy } = experiment
  const name = title || id
  const act = async (verb: 'start' | 'stop' | 'archive', body?: unknown) => {
    await client.send('POST', paths.changeExperiment(id, verb), body)
    onChange()
  }
  switch (asked) {
    case 'start':
      return (
        <Confirm
          title={t(x.startTitle(name))}
          consequence={
            <>
              <p>{t(x.startWhy(f.percent(traffic)))}</p>
              {shownBy.flags.length + shownBy.placements.length + shownBy.prompts.length === 0 ? (
                <p className="mt2">{t(x.shownByNothing)}</p>
              ) : null}
            </>
          }
          confirmText={t(x.startNow)}
          onConfirm={() => act('start')}
          onClose={onClose}
        />
      )
    case 'stop':
      return (
        <Confirm
          title={t(x.stopTitle(name))}
          consequence={
            <>
              <p>{t(x.stopWhy)}</p>
              <div className="mt3">
                <Select
                  label={t(x.winner)}
                  value={winner}
                  options={[
                    { value: '', text: t(x.noWinner) },
                    ...variations.map((one) => ({ value: one.id, text: one.title || one.id })),
                  ]}
                  onValue={setWinner}
                />
              </div>
            </>
          }
          confirmText={t(x.stopNow)}
          danger
          onConfirm={() => act('stop', { winner: winner === '' ? null : winner })}
          onClose={onClose}
        />
      )
    case 'archive':
      return (
        <Confirm
          title={t(x.archiveTitle(name))}
          consequence={t(x.archiveWhy)}
          confirmText={t(x.archive).replace('…', '')}
          onConfirm={() => act('archive')}
          onClose={onClose}
        />
      )
    case 'remove':
      return (
        <Confirm
          title={t(x.removeTitle(name))}
          consequence={t(x.removeWhy)}
          confirmText={t(x.remove).replace('…', '')}
          danger
          onConfirm={async () => {
            await client.send('DELETE', paths.experiment(id))
            location.hash = href(['experiments'])
          }}
          onClose={onClose}
        />
      )
  }
}

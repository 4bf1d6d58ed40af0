import type { Run } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { runTexts as x } from '../../texts/run-texts.ts'
import { digitsFor } from './curve.ts'
import { RunBar } from './run-bar.tsx'

/** Where a run that is not finished stands: how far and how long still, or why it ended and how to go on. */
export function Standing({ run }: { readonly run: Run }) {
  const { t, f } = useLocale()
  const { state, progress, failure, cancelling } = run
  if (state === 'finished') return null
  const step = progress ? t(x.stepOf(f.count(progress.step), f.count(progress.steps))) : undefined
  if (state === 'running')
    return (
      <Card title={t(x.progress)} {...(step ? { sub: step } : {})}>
        {progress ? (
          <>
            <RunBar id={run.id} progress={progress} />
            <p className="sm soft mt2">
              {[
                t(cancelling ? x.cancelling : x.left(f.duration(progress.secondsLeft * 1000))),
                progress.samplesPerSecond === null
                  ? t(x.stepsPerSecond(f.decimal(progress.stepsPerSecond, digitsFor(progress.stepsPerSecond))))
                  : t(x.perSecond(f.count(progress.samplesPerSecond))),
                `${t(x.loss)} ${f.decimal(progress.loss, digitsFor(progress.loss))}`,
              ].join(' · ')}
            </p>
          </>
        ) : (
          <p className="sm soft">{t(x.notBegun)}</p>
        )}
      </Card>
    )
  const command = `attune runs resume ${run.id}`
  return (
    <div className={`banner ${state === 'failed' ? 'bad' : 'warn'}`}>
      <Icon name={state === 'failed' ? 'warn' : 'info'} />
      <div className="grow">
        {failure ? (
          <p>
            <b>{t(x.failed)}</b> <span lang="en">{failure.message}</span>
          </p>
        ) : null}
        <p>
          {t(state === 'failed' ? x.failedNext : state === 'cancelled' ? x.cancelledWhy : x.interruptedWhy)}
          {step ? ` ${step}` : ''}
        </p>
        <div className="row wrap mt2">
          <code className="mono xs break">{command}</code>
          <CopyButton text={command} />
        </div>
      </div>
    </div>
  )
}

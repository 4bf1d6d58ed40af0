import type { RunList } from 'attune/api-types'
import { Sparkline } from '../../charts/sparkline.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { runKindTexts, scoreTexts, wordsFor, runTexts as x } from '../../texts/run-texts.ts'
import { digitsFor } from './curve.ts'
import { RunBadge } from './run-badge.tsx'
import { RunBar } from './run-bar.tsx'

export function RunsTable({ runs }: { readonly runs: RunList['runs'] }) {
  const { t, f } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.run)}</th>
            <th scope="col">{t(x.state)}</th>
            <th scope="col" className="plotcol">
              {t(x.progressAndLoss)}
            </th>
            <th scope="col" className="num">
              {t(x.score)}
            </th>
            <th scope="col" className="num">
              {t(x.begun)}
            </th>
            <th scope="col" className="num">
              {t(x.took)}
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const [score] = Object.entries(run.scores ?? {})
            const { progress } = run
            return (
              <tr key={run.id}>
                <th scope="row">
                  <a className="m break" href={href(['runs', run.id])}>
                    {run.id}
                  </a>
                  <small>{t(wordsFor(runKindTexts, run.kind))}</small>
                </th>
                <td>
                  <RunBadge run={run} />
                </td>
                <td className="plotcol">
                  {run.state === 'running' ? (
                    <RunBar id={run.id} progress={progress} />
                  ) : (
                    <div className="cell">
                      {run.losses.length > 1 ? <Sparkline values={run.losses} /> : <span />}
                      <span className="right">
                        {progress ? f.decimal(progress.loss, digitsFor(progress.loss)) : ''}
                      </span>
                    </div>
                  )}
                </td>
                <td className="num m lead">
                  {score ? (
                    <>
                      {f.decimal(score[1], 4)}
                      <small>{t(wordsFor(scoreTexts, score[0]))}</small>
                    </>
                  ) : run.state === 'running' && progress ? (
                    <small>{t(x.left(f.duration(progress.secondsLeft * 1000)))}</small>
                  ) : null}
                </td>
                <td className="num muted opt">{f.ago(Date.parse(run.createdAt))}</td>
                <td className="num muted opt">{run.seconds > 0 ? f.duration(run.seconds * 1000) : null}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

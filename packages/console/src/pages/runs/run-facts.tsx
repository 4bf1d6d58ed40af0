import type { Run } from 'attune/api-types'
import { Fragment } from 'react'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { baselineTexts, countTexts, lessIsBetter, scoreTexts, wordsFor, runTexts as x } from '../../texts/run-texts.ts'

/** Beside the curve: what came of it, what it is for, how and on what it was trained. */
export function RunFacts({ run }: { readonly run: Run }) {
  const { t, f, language } = useLocale()
  const { card, data, versions, device, baseline } = run
  const scores = Object.entries(run.scores ?? {})
  return (
    <>
      <Card title={t(x.scores)} {...(scores.length > 0 ? { sub: t(x.scoresSub) } : {})}>
        {scores.length === 0 ? (
          <p className="sm soft">{t(x.noScores)}</p>
        ) : (
          <div className="stats">
            {scores.map(([name, value]) => (
              <div className="stat" key={name}>
                <div className="k">
                  {t(wordsFor(scoreTexts, name))}
                  {lessIsBetter.has(name) ? <small> {t(x.less)}</small> : null}
                </div>
                <div className="v">{f.decimal(value, 4)}</div>
                {baseline?.scores[name] === undefined ? null : (
                  <div className="sm soft">
                    {`${t(wordsFor(baselineTexts, baseline.of))} ${f.decimal(baseline.scores[name], 4)}`}
                  </div>
                )}
              </div>
            ))}
          </div>
        )}
      </Card>
      {card ? (
        <Card title={t(x.card)} sub={card.task[language]}>
          <p className="sm">
            <b>{t(x.intended)}</b> {card.intended[language]}
          </p>
          <p className="sm mt2">
            <b>{t(x.limits)}</b> {card.limits[language]}
          </p>
          {card.facts.length === 0 ? null : (
            <dl className="kv mt2">
              {card.facts.map(({ name, value }) => (
                <Fragment key={name.en}>
                  <dt>{name[language]}</dt>
                  <dd>{value[language]}</dd>
                </Fragment>
              ))}
            </dl>
          )}
        </Card>
      ) : null}
      <Card title={t(x.settings)}>
        <dl className="kv">
          {Object.entries(run.settings).map(([name, value]) => (
            <Fragment key={name}>
              <dt className="mono">{name}</dt>
              <dd className="mono">{value}</dd>
            </Fragment>
          ))}
          {run.changes.map(({ step, settings }) => (
            <Fragment key={step}>
              <dt>{t(x.changedAfter(f.count(step)))}</dt>
              <dd className="mono">
                {Object.entries(settings)
                  .map(([name, value]) => `${name}=${value}`)
                  .join(' ')}
              </dd>
            </Fragment>
          ))}
        </dl>
      </Card>
      <Card title={t(x.data)}>
        <dl className="kv">
          {data ? (
            <>
              {Object.entries(data.counts).map(([name, count]) => (
                <Fragment key={name}>
                  <dt>{t(wordsFor(countTexts, name))}</dt>
                  <dd>{f.count(count)}</dd>
                </Fragment>
              ))}
              <dt>{t(x.files)}</dt>
              <dd>{data.files.map(({ name, bytes }) => `${name} (${f.bytes(bytes)})`).join(' · ')}</dd>
              <dt>{t(x.dataHash)}</dt>
              <dd className="mono">{data.hash.slice(0, 12)}</dd>
              {data.leftOut.length === 0 ? null : (
                <>
                  <dt>{t(x.leftOut)}</dt>
                  <dd lang="en">{data.leftOut.join(' · ')}</dd>
                </>
              )}
            </>
          ) : null}
          {run.trainableParameters === null ? null : (
            <>
              <dt>{t(x.parameters)}</dt>
              <dd>{f.count(run.trainableParameters)}</dd>
            </>
          )}
          {run.resumed === 0 ? null : (
            <>
              <dt>{t(x.resumed)}</dt>
              <dd>{f.count(run.resumed)}</dd>
            </>
          )}
          <dt>{t(x.device)}</dt>
          <dd>{device.name}</dd>
          <dt>{t(x.versions)}</dt>
          <dd>{`Attune ${versions.attune} · ONNX Runtime ${versions.onnxRuntime} · Node ${versions.node}`}</dd>
        </dl>
      </Card>
    </>
  )
}

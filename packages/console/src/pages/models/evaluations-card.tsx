import type { Comparison, EvaluationList } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { protocolTexts, comparisonTexts as x } from '../../texts/comparison-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { comparedRows, measuresOf } from './compared-rows.ts'
import { ComparisonTable } from './comparison-table.tsx'
import { metricName } from './metric-name.ts'

const command = 'attune evaluate --data ratings.csv --models popularity,itemKnn,recencyItemKnn --save first'

/** Evaluations that were saved: which recommender is best on one data set, with the uncertainty of it. */
export function EvaluationsCard() {
  const { t } = useLocale()
  const evaluations = useResource<EvaluationList>(paths.evaluations)
  return (
    <Loaded resource={evaluations} what={x.what} rows={3}>
      {({ evaluations: saved }) =>
        saved.length > 0 ? (
          <SavedEvaluations saved={saved} />
        ) : (
          <Card title={t(x.none)}>
            <div className="empty">
              <p>{t(x.noneWhy)}</p>
              <code className="mono xs break">{command}</code>
              <CopyButton text={command} />
            </div>
          </Card>
        )
      }
    </Loaded>
  )
}

function SavedEvaluations({ saved }: { readonly saved: EvaluationList['evaluations'] }) {
  const { t, f } = useLocale()
  const [chosen, setChosen] = useState<string>()
  const [measure, setMeasure] = useState<string>()
  const evaluation = saved.find(({ name }) => name === chosen) ?? saved[0]
  if (!evaluation) return null
  const { comparison, name, at } = evaluation
  const measures = measuresOf(comparison)
  const metric = measures.find((one) => one === measure) ?? comparison.metric
  const protocol = t(protocolTexts[comparison.protocol] ?? [comparison.protocol, comparison.protocol])
  return (
    <Card
      title={t(x.title)}
      sub={t(x.sub(comparison.data, protocol, f.count(comparison.persons)))}
      flush
      end={
        <div className="row">
          {saved.length > 1 ? (
            <select
              className="input narrow"
              aria-label={t(x.which)}
              value={name}
              onChange={(event) => setChosen(event.target.value)}
            >
              {saved.map((one) => (
                <option key={one.name}>{one.name}</option>
              ))}
            </select>
          ) : null}
          {measures.length > 1 ? (
            <select
              className="input narrow"
              aria-label={t(x.measure)}
              value={metric}
              onChange={(event) => setMeasure(event.target.value)}
            >
              {measures.map((one) => (
                <option key={one} value={one}>
                  {metricName(one)}
                </option>
              ))}
            </select>
          ) : null}
        </div>
      }
    >
      <Verdict comparison={comparison} metric={metric} />
      <ComparisonTable
        rows={comparedRows(comparison, metric)}
        metric={metric}
        reference={comparison.models[0]?.name ?? ''}
      />
      <div className="pager">
        <span>{t(x.how)}</span>
        <span>{t(x.saved(f.ago(Date.parse(at))))}</span>
      </div>
    </Card>
  )
}

/** Which model is best, and how sure that is. */
function Verdict({ comparison, metric }: { readonly comparison: Comparison; readonly metric: string }) {
  const { t, f } = useLocale()
  const [best] = comparedRows(comparison, metric)
  if (!best) return null
  const first = comparison.models[0]?.name ?? ''
  const value = `${metricName(metric)} ${f.decimal(best.estimate.value, 4)}`
  const sentence = !best.difference
    ? x.noneBetter(first, value)
    : best.tone === 'none'
      ? x.unsure(best.name, value, first)
      : x.best(best.name, value, f.signedDecimal(best.difference.value, 4), first)
  return <p className="sm soft verdict">{t(sentence)}</p>
}

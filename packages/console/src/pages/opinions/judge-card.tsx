import type { SentimentStatusView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { opinionTexts as x } from '../../texts/opinion-texts.ts'

type State = SentimentStatusView['languages'][number]

/** What judges the texts of each language, how often it is right, and how to have a model of one's own. */
export function JudgeCard({ onTrained }: { readonly onTrained: () => void }) {
  const { t } = useLocale()
  const { client, can } = useSession()
  const status = useResource<SentimentStatusView>(paths.sentiment)
  const train = useAction(async () => {
    await client.send('POST', paths.trainSentiment)
    status.reload()
    onTrained()
  })
  const enough = status.value?.languages.some((one) => Math.min(one.positive, one.negative) >= one.needed) === true
  return (
    <Card
      title={t(x.judge)}
      flush
      {...(enough && can('models.change')
        ? {
            end: (
              <button type="button" className="btn" disabled={train.busy} onClick={() => train.run()}>
                {t(train.busy ? x.training : x.train)}
              </button>
            ),
          }
        : {})}
    >
      {train.problem ? <ProblemBanner problem={train.problem} /> : null}
      <Loaded resource={status} what={x.judgeWhat} rows={2}>
        {({ languages }) => (
          <div className="scroll">
            <table className="table fold">
              <thead>
                <tr>
                  <th scope="col">{t(x.language)}</th>
                  <th scope="col">{t(x.judgedBy)}</th>
                  <th scope="col" className="num">
                    {t(x.right)}
                  </th>
                  <th scope="col">{t(x.reviews)}</th>
                </tr>
              </thead>
              <tbody>
                {languages.map((state) => (
                  <Row key={state.language} state={state} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Card>
  )
}

function Row({ state: { language, model, positive, negative, needed } }: { readonly state: State }) {
  const { t, f } = useLocale()
  return (
    <tr>
      <th scope="row">{t(x[language])}</th>
      <td data-label={t(x.judgedBy)}>
        {t(model === null ? x.lexicon : x.model)}
        {model === null ? null : <small>{t(x.learntFrom(f.count(model.texts)))}</small>}
      </td>
      <td className="num m" data-label={t(x.right)}>
        {model === null ? (
          '–'
        ) : (
          <>
            {f.percent(model.accuracy.value, 1)}
            <small>
              {f.percentRange(model.accuracy.low, model.accuracy.high, 1)} ·{' '}
              {t(x.listRight(f.percent(model.lexicon.value, 1)))}
            </small>
          </>
        )}
      </td>
      <td data-label={t(x.reviews)}>
        {t(x.reviewCounts(f.count(positive), f.count(negative)))}
        {Math.min(positive, negative) < needed ? <small>{t(x.needs(f.count(needed)))}</small> : null}
      </td>
    </tr>
  )
}

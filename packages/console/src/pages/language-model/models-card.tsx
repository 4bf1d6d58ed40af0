import type { LanguageModelView } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { languageModelTexts as x } from '../../texts/language-model-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

type Model = LanguageModelView['models'][number]

export function ModelsCard({ models }: { readonly models: readonly Model[] }) {
  const { t } = useLocale()
  return (
    <Card title={t(x.models)} columns={7} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.model)}</th>
              <th scope="col">{t(x.asked)}</th>
              <th scope="col">{t(x.state)}</th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={model.name}>
                <th scope="row" className="m">
                  {model.name}
                  <small className="break">
                    {model.provider} · {model.model}
                  </small>
                </th>
                <td className="break" data-label={t(x.asked)}>
                  {model.host ?? t(x.here)}
                </td>
                <td data-label={t(x.state)}>
                  <State model={model} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

/** Whether it can be asked, and what to do where it cannot. */
function State({ model }: { readonly model: Model }) {
  const { t, f } = useLocale()
  const { problem, state, opensAgainAt, keyVariable } = model
  if (problem !== null)
    return (
      <>
        <Badge look="bad" text={t(x[problem])} />
        <small>{t(problem === 'key-missing' ? x['key-missingWhy'](keyVariable ?? '') : x['address-refusedWhy'])}</small>
      </>
    )
  if (state === 'open')
    return (
      <>
        <Badge look="warn" text={t(x.resting)} />
        {opensAgainAt === null ? null : <small>{t(x.restingWhy(f.clock(Date.parse(opensAgainAt), true)))}</small>}
      </>
    )
  return <Badge look={state === 'closed' ? 'good' : 'warn'} text={t(state === 'closed' ? x.ready : x.trying)} />
}

function Badge({ look, text }: { readonly look: 'good' | 'warn' | 'bad'; readonly text: string }) {
  return (
    <span className={`badge ${look}`}>
      <span className={look === 'good' ? 'dot' : `dot ${look}`} />
      {text}
    </span>
  )
}

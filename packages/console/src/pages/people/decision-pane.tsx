import type { DecisionExplanation } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { variationName } from '../../format/variation-name.ts'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'

export interface DecisionPaneProps {
  readonly personId: string
  readonly decisionId: string
}

/** Why something was shown: which model, with what chance, because of what, through which steps. */
export function DecisionPane({ personId, decisionId }: DecisionPaneProps) {
  const decision = useResource<DecisionExplanation>(paths.decision(personId, decisionId))
  return (
    <Loaded resource={decision} what={x.whatWhy} rows={2}>
      {(told) => <Told told={told} />}
    </Loaded>
  )
}

function Told({ told }: { readonly told: DecisionExplanation }) {
  const { t, f, language } = useLocale()
  const chance = (p: number) => f.percent(p, p < 0.1 ? 1 : 0)
  const model = told.model.version > 0 ? `${told.model.name} v${told.model.version}` : told.model.name
  const quoted = (title: string) => (language === 'zh' ? `「${title}」` : `“${title}”`)
  const because = (item: DecisionExplanation['items'][number]) =>
    item.explored
      ? t(x.whyExplored)
      : item.because.length > 0
        ? t(x.whyBecause(f.list(item.because.map(({ id, title }) => quoted(title ?? id)))))
        : t(x.whyNone)
  return (
    <div className="why">
      <p className="sm">
        {t(x.whyModel(model, variationName(told.variation, language), chance(told.variationChance)))}
      </p>
      {told.fallback ? <p className="sm mt1">{told.fallback[language]}</p> : null}
      {told.stages.length > 0 ? (
        <p className="sm mt1">{t(x.whyStages(told.stages.join(language === 'zh' ? '、' : ', ')))}</p>
      ) : null}
      <ol className="mt2">
        {told.items.map((item) => (
          <li key={item.id} className="sm">
            <a href={href(['items', item.id])}>{item.title ?? item.id}</a>{' '}
            <span className="muted">
              {because(item)} · {t(x.chance(chance(item.chance)))}
            </span>
          </li>
        ))}
      </ol>
      <p className="xs muted mt2">{t(x.whyLogged)}</p>
    </div>
  )
}

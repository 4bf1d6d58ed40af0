import type { PowerView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { experimentFormTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { ExperimentDraft } from './experiment-draft.ts'
import { powerAsked } from './power-asked.ts'
import { useSettled } from './use-settled.ts'

export interface PowerCardProps {
  readonly draft: ExperimentDraft
  readonly onDraft: (change: Partial<ExperimentDraft>) => void
}

/** How many people and days it takes, as the fields stand. */
export function PowerCard({ draft, onDraft }: PowerCardProps) {
  const { t, f } = useLocale()
  const asked = powerAsked(draft)
  const path = useSettled(asked === undefined ? '' : paths.power(asked))
  const power = useResource<PowerView>(path === '' ? undefined : path)
  const { value, problem } = power
  const behind = value === undefined && problem === undefined && asked !== undefined
  return (
    <Card title={t(x.power)} {...(behind ? { sub: t(x.counting) } : {})}>
      <Field
        label={t(x.smallest)}
        type="number"
        min="0.1"
        max="100"
        step="any"
        value={draft.smallest}
        onText={(smallest) => onDraft({ smallest })}
      />
      <div className="mt4">
        {problem ? <ProblemBanner problem={problem} what={x.powerUnknown} /> : null}
        {value === undefined ? null : (
          <>
            <p className="headline">{t(x.people(f.count(value.units)))}</p>
            <p className="soft">
              {value.days === null
                ? t(x.perArmLong(f.count(value.unitsPerArm)))
                : t(x.perArm(f.count(value.unitsPerArm), f.count(value.days)))}
            </p>
            <p className="xs muted mt2">{t(x.basis(f.count(value.peopleSeen), f.percent(value.varianceReduction)))}</p>
          </>
        )}
        {asked === undefined ? <p className="soft">{t(x.powerUnknown)}</p> : null}
      </div>
      <div className="row wrap mt3">
        {value === undefined ? null : (
          <button
            type="button"
            className="btn small"
            onClick={() => onDraft({ plannedUnits: Math.max(2, Math.ceil(value.unitsPerArm)) })}
          >
            {t(x.plan)}
          </button>
        )}
        {draft.plannedUnits === null ? null : (
          <>
            <span className="sm">{t(x.plannedUnits(f.count(draft.plannedUnits)))}</span>
            <button type="button" className="btn small quiet" onClick={() => onDraft({ plannedUnits: null })}>
              {t(x.noPlan)}
            </button>
          </>
        )}
      </div>
      {draft.method === 'frequentist' && draft.plannedUnits === null ? (
        <p className="sm mt3">{t(x.needsPlan)}</p>
      ) : null}
    </Card>
  )
}

import type { AccessReview } from 'attune/api-types'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useResource } from '../../../api/use-resource.ts'
import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/select.tsx'
import type { Route } from '../../../router/route.ts'
import { replaceQuery } from '../../../router/use-route.ts'
import { auditGroups, auditTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { actorName } from './audit-words.ts'
import type { AuditFilterValues } from './filter-of.ts'

export interface AuditFilterProps {
  readonly route: Route
  readonly filter: AuditFilterValues
}

/** By action, who, when; it stands in the address, so that it can be passed on. */
export function AuditFilter({ route, filter }: AuditFilterProps) {
  const { t } = useLocale()
  const { can } = useSession()
  const access = useResource<AccessReview>(can('access.review') ? paths.accessReview : undefined)
  const put = (name: string) => (value: string) => replaceQuery(route, { [name]: value })
  const known = [...(access.value?.users ?? []), ...(access.value?.keys ?? [])]
  const names = Object.fromEntries(known.map(({ id, name }) => [id, name]))
  const actors = [...known.map(({ id }) => id), 'system', 'local', 'cli']
  if (filter.actor !== '' && !actors.includes(filter.actor)) actors.push(filter.actor)
  return (
    <div className="pad">
      <div className="filters">
        <Select
          label={t(x.action)}
          value={filter.action}
          options={[
            { value: '', text: t(x.everything) },
            ...auditGroups.map(([value, text]) => ({ value, text: t(text) })),
          ]}
          onValue={put('action')}
        />
        <Select
          label={t(x.actor)}
          value={filter.actor}
          options={[
            { value: '', text: t(x.everybody) },
            ...actors.map((id) => ({ value: id, text: actorName(id, { t, names }) })),
          ]}
          onValue={put('actor')}
        />
        <Field label={t(x.from)} type="date" max={filter.to || undefined} value={filter.from} onText={put('from')} />
        <Field label={t(x.to)} type="date" min={filter.from || undefined} value={filter.to} onText={put('to')} />
      </div>
      {filter.subject === '' ? null : (
        <p className="sm mt3 row wrap">
          <span className="break">{t(x.only(filter.subject))}</span>
          <button type="button" className="btn small" onClick={() => put('subject')('')}>
            {t(x.clear)}
          </button>
        </p>
      )}
    </div>
  )
}

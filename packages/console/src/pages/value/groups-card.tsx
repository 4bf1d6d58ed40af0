import type { Value } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { valueTexts as x } from '../../texts/value-texts.ts'

/** Groups of customers by when, how often and for how much they bought. */
export function GroupsCard({ value: { groups, currency } }: { readonly value: Value }) {
  const { t, f, language } = useLocale()
  if (groups.length === 0) return null
  return (
    <Card title={t(x.groups)} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.group)}</th>
              <th scope="col" className="num">
                {t(x.buyers)}
              </th>
              <th scope="col" className="num">
                {t(x.value)}
              </th>
              <th scope="col" className="num opt">
                {t(x.spent)}
              </th>
              <th scope="col" className="num">
                {t(x.leaving)}
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ group, name, buyers, value, spent, churn }) => (
              <tr key={group}>
                <th scope="row">{name[language]}</th>
                <td className="num" data-label={t(x.buyers)}>
                  {f.count(buyers)}
                </td>
                <td className="num" data-label={t(x.value)}>
                  {f.money(value, currency)}
                </td>
                <td className="num opt" data-label={t(x.spent)}>
                  {f.money(spent, currency)}
                </td>
                <td className="num" data-label={t(x.leaving)}>
                  {churn === null ? '–' : f.percent(churn)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

import type { LanguageModelView } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { languageModelTexts as x } from '../../texts/language-model-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

type Purpose = LanguageModelView['purposes'][number]

export interface BudgetsCardProps {
  readonly purposes: readonly Purpose[]
  readonly currency: string
}

/** What every purpose used of its budgets of this month, the nearest to its limit as a bar. */
export function BudgetsCard({ purposes, currency }: BudgetsCardProps) {
  const { t } = useLocale()
  return (
    <Card title={t(x.budgets)} sub={t(x.budgetsSub)} columns={5} flush>
      {purposes.length === 0 ? (
        <div className="empty">
          <p>{t(x.noPurpose)}</p>
        </div>
      ) : (
        <div className="scroll">
          <table className="table fold">
            <thead>
              <tr>
                <th scope="col">{t(x.purpose)}</th>
                <th scope="col" className="num">
                  {t(x.tokens)}
                </th>
                <th scope="col" className="num">
                  {t(x.cost)}
                </th>
              </tr>
            </thead>
            <tbody>
              {purposes.map((purpose) => (
                <Row key={purpose.purpose} purpose={purpose} currency={currency} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function Row({
  purpose: { purpose, model, budget, spent },
  currency,
}: {
  readonly purpose: Purpose
  readonly currency: string
}) {
  const { t, f } = useLocale()
  const used = nearestLimit(budget, spent)
  const of = (amount: string, limit: string | null) => (limit === null ? amount : t(x.ofBudget(amount, limit)))
  const money = (value: number) => f.money(value, currency, 2)
  return (
    <tr>
      <th scope="row" className="m">
        {purpose}
        <small>{model ?? t(x.noModel)}</small>
        {used === null ? <small>{t(x.unlimited)}</small> : <Bar share={used} />}
      </th>
      <td className="num m lead">
        {of(f.big(spent.month.tokens), budget.tokensPerMonth === null ? null : f.big(budget.tokensPerMonth))}
        <small>
          {t(x.today(of(f.big(spent.day.tokens), budget.tokensPerDay === null ? null : f.big(budget.tokensPerDay))))}
        </small>
      </td>
      <td className="num m lead">
        {of(money(spent.month.cost), budget.costPerMonth === null ? null : money(budget.costPerMonth))}
        <small>
          {t(x.today(of(money(spent.day.cost), budget.costPerDay === null ? null : money(budget.costPerDay))))}
        </small>
      </td>
    </tr>
  )
}

/** The largest share that was used of any limit; null where there is none. */
function nearestLimit(
  { tokensPerDay, tokensPerMonth, costPerDay, costPerMonth }: Purpose['budget'],
  { day, month }: Purpose['spent'],
): number | null {
  const shares = [
    [day.tokens, tokensPerDay],
    [month.tokens, tokensPerMonth],
    [day.cost, costPerDay],
    [month.cost, costPerMonth],
  ] as const
  const limited = shares.flatMap(([used, limit]) => (limit === null ? [] : [limit === 0 ? 1 : used / limit]))
  return limited.length === 0 ? null : Math.max(...limited)
}

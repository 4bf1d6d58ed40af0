import { Segmented } from '../../components/segmented.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { behaviourTexts as x } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { periods } from './periods.ts'

/** How many days are looked back; the address keeps it. */
export function PeriodChoice({ route, days }: { readonly route: Route; readonly days: (typeof periods)[number] }) {
  const { t, f } = useLocale()
  return (
    <Segmented
      label={t(x.period)}
      value={days}
      options={periods.map((value) => ({ value, text: t(x.dayCount(f.count(Number(value)))) }))}
      onChange={(value) => replaceQuery(route, { days: value })}
    />
  )
}

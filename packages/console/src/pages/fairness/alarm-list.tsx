import type { Fairness } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { fairnessTexts as x } from '../../texts/fairness-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** What is unequal enough to be looked at; certain ones stand out. */
export function AlarmList({ alarms }: { readonly alarms: Fairness['alarms'] }) {
  const { t, f, language } = useLocale()
  return (
    <Card title={alarms.length === 0 ? t(x.calm) : t(x.alarms(f.count(alarms.length)))}>
      <div className="stack">
        {alarms.map((alarm) => (
          <div key={alarm.measure} className={alarm.certainty === 'certain' ? 'banner bad' : 'banner warn'}>
            <Icon name="warn" />
            <div className="grow">{alarm[language]}</div>
          </div>
        ))}
      </div>
    </Card>
  )
}

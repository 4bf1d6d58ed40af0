import type { Habit, Profile } from 'attune/api-types'
import { Fragment } from 'react'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { channelTexts, deviceTexts, portraitTexts as x } from '../../texts/portrait-texts.ts'
import type { Text } from '../../texts/text.ts'

/** With what, from where and in which language they come, and which words and people are near. */
export function HabitsCard({ profile }: { readonly profile: Profile }) {
  const { t, f } = useLocale()
  const { device, channel, language } = profile.habits
  const rows: readonly (readonly [Text, Habit | null, Readonly<Record<string, Text>>])[] = [
    [x.device, device, deviceTexts],
    [x.channel, channel, channelTexts],
    [x.language, language, {}],
  ]
  const known = rows.flatMap(([name, habit, values]) => (habit === null ? [] : [{ name, habit, values }]))
  return (
    <Card title={t(x.habits)}>
      {known.length === 0 ? <p className="sm muted">{t(x.noHabits)}</p> : null}
      <dl className="kv">
        {known.map(({ name, habit, values }) => (
          <Fragment key={name[0]}>
            <dt>{t(name)}</dt>
            <dd>
              {t(values[habit.value] ?? [habit.value, habit.value])}{' '}
              <small className="muted">
                {habit.source === 'given'
                  ? t(x.given)
                  : `${f.percent(habit.share)} (${f.percentRange(habit.low, habit.high)})`}
              </small>
            </dd>
          </Fragment>
        ))}
        {profile.keywords.length === 0 ? null : (
          <>
            <dt>{t(x.keywords)}</dt>
            <dd>{f.list(profile.keywords.map(({ word }) => word))}</dd>
          </>
        )}
      </dl>
    </Card>
  )
}

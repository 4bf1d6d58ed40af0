import type { Profile, ReckonedTrait } from 'attune/api-types'
import { Fragment } from 'react'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { reckonedTexts, portraitTexts as x } from '../../texts/portrait-texts.ts'
import { RfmPart } from './rfm-part.tsx'

const windows = [30, 90, 365, null] as const
const counted = ['events', 'orders', 'spend'] as const

/** What is counted from what they did: within which time, of how many things, how recent the newest is. */
export function ComputedCard({ profile }: { readonly profile: Profile }) {
  const { t, f, language } = useLocale()
  const { computed, rfm, teamTraits } = profile
  if (computed.length === 0 && teamTraits.length === 0) return null
  const of = (name: string, days: number | null) => computed.find((one) => one.name === name && one.days === days)
  const shown = ({ value, unit }: ReckonedTrait): string => {
    if (typeof value === 'number')
      return unit !== null && unit !== 'day'
        ? f.money(value, unit, 2)
        : f.decimal(value, Number.isInteger(value) ? 0 : 2)
    const time = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN
    return Number.isNaN(time) ? value : f.moment(time)
  }
  const rests = ({ observations, asOf }: ReckonedTrait): string =>
    asOf === null ? '' : t(x.countedFrom(f.count(observations ?? 0), f.day(Date.parse(asOf))))
  const others = computed.filter(({ name }) => !(counted as readonly string[]).includes(name))
  const rows = counted.filter((name) => of(name, null) !== undefined)
  return (
    <Card title={t(x.computed)} sub={t(x.computedSub)}>
      {rows.length === 0 ? null : (
        <div className="scroll">
          <table className="table fold">
            <thead>
              <tr>
                <th scope="col">{t(x.inTheLast)}</th>
                {windows.map((days) => (
                  <th scope="col" className="num" key={days}>
                    {days === null ? t(x.ever) : t(x.days(f.count(days)))}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((name) => (
                <tr key={name}>
                  <th scope="row">{t(reckonedTexts[name] ?? [name, name])}</th>
                  {windows.map((days) => {
                    const one = of(name, days)
                    return (
                      <td
                        className="num"
                        key={days}
                        data-label={days === null ? t(x.ever) : t(x.days(f.count(days)))}
                        title={one ? rests(one) : undefined}
                      >
                        {one ? shown(one) : '–'}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <RfmPart rfm={rfm} />
      <dl className="kv card-part">
        {others.map((one) => (
          <Fragment key={`${one.name} ${one.days}`}>
            <dt>
              {t(reckonedTexts[one.name] ?? [one.name, one.name])}
              {one.days === null ? null : ` · ${t(x.days(f.count(one.days)))}`}
            </dt>
            <dd>
              {shown(one)} <small className="muted">{rests(one)}</small>
            </dd>
          </Fragment>
        ))}
        {teamTraits.map(({ name, title, value, description }) => (
          <Fragment key={name}>
            <dt>{title || <span className="mono">{name}</span>}</dt>
            <dd>
              {typeof value === 'number' ? f.decimal(value, Number.isInteger(value) ? 0 : 2) : value}{' '}
              <small className="muted">{description[language]}</small>
            </dd>
          </Fragment>
        ))}
      </dl>
    </Card>
  )
}

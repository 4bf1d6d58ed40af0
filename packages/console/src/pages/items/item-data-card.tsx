import type { EncoderStatus, Placement, QualityReport } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { href } from '../../router/route.ts'
import { itemTexts as x } from '../../texts/item-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { qualityTexts } from '../../texts/quality-texts.ts'

/** Check of the report → the filter of the list that shows those without. */
const checks = {
  'item-text': 'description',
  'item-category': 'categories',
  'item-brand': 'brand',
  'item-price': 'price',
  'item-vector': 'vector',
} as const

/** What the catalogue lacks, each with a way to the items, and how new ones find their people before anybody met them. */
export function ItemDataCard() {
  const { t, f, language } = useLocale()
  const report = useResource<QualityReport>(paths.quality)
  const encoder = useResource<EncoderStatus>(paths.encoder)
  const placements = useResource<{ placements: Placement[] }>(paths.placements)
  const shares = (placements.value?.placements ?? []).flatMap(({ id, title, newItems }) =>
    newItems ? [t(x.newShare(title[language] || id, f.percent(newItems.share), f.count(newItems.days)))] : [],
  )
  return (
    <Card title={t(x.data)} sub={t(x.dataSub)}>
      <Loaded resource={report} what={qualityTexts.what} rows={4}>
        {({ checks: all }) => (
          <dl className="stats">
            {(Object.keys(checks) as (keyof typeof checks)[]).map((name) => {
              const check = all.find((one) => one.check === name)
              if (check === undefined) return null
              const { value, verdict } = check
              return (
                <div className="stat" key={name}>
                  <dt className="k">{check.name[language]}</dt>
                  <dd className="v">{value === null ? '–' : f.percent(value)}</dd>
                  <dd className="r">
                    {value === null ? null : <Bar share={value} grey={verdict === 'ok'} />}
                    {value === null || value === 1 ? (
                      t(value === null ? qualityTexts.nothing : x.noneLacks)
                    ) : (
                      <a href={href(['items'], { missing: checks[name] })}>{t(x.showThose)}</a>
                    )}
                  </dd>
                </div>
              )
            })}
          </dl>
        )}
      </Loaded>
      <div className="card-part">
        <h3>{t(x.cold)}</h3>
        <p className="sm">{t(x.coldText)}</p>
        {encoder.value ? (
          <p className="sm">
            {encoder.value.encoder === null
              ? t(x.coldWords)
              : t(x.coldVectors(f.count(encoder.value.ready), f.count(encoder.value.items)))}
          </p>
        ) : null}
        {shares.length === 0 ? <p className="sm">{t(x.noNewShare)}</p> : null}
        {shares.map((line) => (
          <p className="sm" key={line}>
            {line}
          </p>
        ))}
      </div>
    </Card>
  )
}

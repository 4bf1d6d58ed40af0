import type { QualityReport } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { qualityTexts as x } from '../../texts/quality-texts.ts'
import { QualityCard } from './quality-card.tsx'

const sections = ['completeness', 'freshness', 'duplicates', 'drift'] as const

/** How complete, fresh, free of duplicates and steady the data is; what suffers, and what to do. */
export function QualityPage() {
  const { t, f, language } = useLocale()
  const report = useResource<QualityReport>(paths.quality, { every: 60_000 })
  const { value } = report
  return (
    <Page
      title={t(x.title)}
      {...(value
        ? {
            sub: t(
              x.sub(
                f.count(value.verdicts.bad),
                f.count(value.verdicts.look),
                f.count(value.verdicts.ok),
                f.count(value.verdicts['too-few']),
              ),
            ),
          }
        : {})}
    >
      <Loaded resource={report} what={x.what} rows={8}>
        {({ checks }) => {
          const worst =
            checks.find(({ verdict }) => verdict === 'bad') ?? checks.find(({ verdict }) => verdict === 'look')
          return (
            <div className="stack">
              <p>{worst === undefined ? t(x.well) : t(x.worst(worst.name[language]))}</p>
              {sections.map((section) => {
                const own = checks.filter((check) => check.section === section)
                return own.length === 0 ? null : <QualityCard key={section} section={section} checks={own} />
              })}
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

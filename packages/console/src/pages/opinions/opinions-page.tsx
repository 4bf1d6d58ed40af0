import type { OpinionsView } from 'attune/api-types'
import { useCallback } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { opinionTexts as x } from '../../texts/opinion-texts.ts'
import { AspectsCard } from './aspects-card.tsx'
import { JudgeCard } from './judge-card.tsx'
import { OverTimeCard } from './over-time-card.tsx'
import { TopicsCard } from './topics-card.tsx'

const periods = ['28', '90', '365'] as const
const languages = ['all', 'zh', 'en'] as const
const chosen = <V extends string>(of: readonly V[], value: string | undefined, otherwise: V): V =>
  of.find((one) => one === value) ?? otherwise

/** What people say and what changed: over time, by aspect, by topic, and who judges that. */
export function OpinionsPage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const days = chosen(periods, route.query.get('days'), '90')
  const language = chosen(languages, route.query.get('language'), 'all')
  const topic = (route.query.get('topic') ?? '').trim().slice(0, 50)
  const opinions = useResource<OpinionsView>(
    paths.opinions(Number(days), language === 'all' ? undefined : language, topic),
  )
  const onSearch = useCallback((text: string) => replaceQuery(route, { topic: text }), [route])
  const isFiltered = topic !== '' || language !== 'all'
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        <>
          <SearchBox key={topic} label={t(x.search)} value={topic} onSearch={onSearch} />
          <Segmented
            label={t(x.language)}
            value={language}
            options={languages.map((value) => ({ value, text: t(x[value]) }))}
            onChange={(value) => replaceQuery(route, { language: value })}
          />
          <Segmented
            label={t(x.days)}
            value={days}
            options={periods.map((value) => ({ value, text: t(x.dayCount(f.count(Number(value)))) }))}
            onChange={(value) => replaceQuery(route, { days: value })}
          />
        </>
      }
    >
      {opinions.slow ? <p className="muted">{t(x.counting)}</p> : null}
      <div className="stack">
        <Loaded resource={opinions} what={x.what} rows={8}>
          {(shown) =>
            shown.texts === 0 ? (
              <Card title={t(isFiltered ? x.title : x.none)}>
                <div className="empty">
                  <p>{t(isFiltered ? x.noMatch : x.noneWhy)}</p>
                </div>
              </Card>
            ) : (
              <div className="stack">
                <Headline opinions={shown} />
                <OverTimeCard opinions={shown} days={Number(days)} />
                <AspectsCard aspects={shown.aspects} />
                <TopicsCard topics={shown.topics} days={days} />
              </div>
            )
          }
        </Loaded>
        <JudgeCard onTrained={opinions.reload} />
      </div>
    </Page>
  )
}

function Headline({ opinions }: { readonly opinions: OpinionsView }) {
  const { t, f } = useLocale()
  const { share, shareBefore, texts, people, cut } = opinions
  const percent = (value: number) => f.percent(value, 0)
  return (
    <Card
      title={
        share === null ? t(x.undecided) : t(x.headline(percent(share.value), f.percentRange(share.low, share.high, 0)))
      }
    >
      <p>
        {t(x.counted(f.count(texts), f.count(people)))}{' '}
        {shareBefore === null
          ? t(x.noBefore)
          : t(x.before(percent(shareBefore.value), f.percentRange(shareBefore.low, shareBefore.high, 0)))}
      </p>
      {cut ? <p className="muted">{t(x.cut)}</p> : null}
    </Card>
  )
}

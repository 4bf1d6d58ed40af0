import type { Paths, SegmentView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Select } from '../../components/select.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { pathTexts as x } from '../../texts/path-texts.ts'
import { PathsDrawing } from './paths-drawing.tsx'
import { PeriodChoice } from './period-choice.tsx'
import { chosen, daysAgo, periods } from './periods.ts'

const directions = ['from', 'to'] as const
const lengths = ['1', '2', '3', '4', '5', '6', '7', '8'] as const
const breadths = ['3', '4', '6', '8', '12'] as const
const pauses = { hour: 1, day: 24, week: 168 } as const
const pauseNames = ['hour', 'day', 'week'] as const

/** Which ways people go after something, or before it. */
export function PathsPage({ route }: { readonly route: Route }) {
  const { t, f, language } = useLocale()
  const days = chosen(periods, route.query.get('days'), '28')
  const direction = chosen(directions, route.query.get('direction'), 'from')
  const steps = chosen(lengths, route.query.get('steps'), '4')
  const breadth = chosen(breadths, route.query.get('breadth'), '6')
  const pause = chosen(pauseNames, route.query.get('pause'), 'day')
  const segment = route.query.get('segment') ?? ''
  const [anchor, setAnchor] = useState(() => route.query.get('anchor') ?? '')
  const segments = useResource<{ segments: SegmentView[] }>(paths.segments)
  const question = JSON.stringify({
    ...(anchor.trim() !== '' && { anchor: { text: anchor } }),
    ...(segment !== '' && { segment }),
    from: daysAgo(Number(days), Date.now()),
    ...{ direction, steps: Number(steps), breadth: Number(breadth), pauseHours: pauses[pause] },
  })
  const found = useAnswer<Paths>(paths.behaviourPaths, question)
  const change = (text: string) => {
    setAnchor(text)
    replaceQuery(route, { anchor: text })
  }
  const select = (label: string, name: string, value: string, options: readonly (readonly [string, string])[]) => (
    <Select
      label={label}
      value={value}
      options={options.map(([one, text]) => ({ value: one, text }))}
      onValue={(next) => replaceQuery(route, { [name]: next })}
    />
  )
  return (
    <Page title={t(x.title)} sub={t(x.sub)} actions={<PeriodChoice route={route} days={days} />}>
      <div className="stack">
        <Card title={t(x.asked)}>
          <div className="row wrap">
            {select(
              t(x.direction),
              'direction',
              direction,
              directions.map((value) => [value, t(x[value])]),
            )}
            {select(
              t(x.length),
              'steps',
              steps,
              lengths.map((value) => [value, t(x.stepCount(value))]),
            )}
            {select(
              t(x.breadth),
              'breadth',
              breadth,
              breadths.map((value) => [value, t(x.names(value))]),
            )}
            {select(
              t(x.pause),
              'pause',
              pause,
              pauseNames.map((value) => [value, t(x[value])]),
            )}
            {select(t(x.of), 'segment', segment, [
              ['', t(x.everybody)],
              ...(segments.value?.segments ?? []).map(({ id, title }): readonly [string, string] => [id, title || id]),
            ])}
          </div>
          <Field
            label={t(direction === 'from' ? x.after : x.before)}
            hint={t(x.anchorHelp)}
            placeholder={t(x.firstThing)}
            maxLength={2000}
            value={anchor}
            onText={change}
          />
        </Card>
        <Loaded resource={found} what={x.what} rows={8}>
          {(shown) => (
            <PathsDrawing
              paths={shown}
              onAnchor={(name) => change(`${language === 'en' ? 'did event' : '事件'} ${JSON.stringify(name)}`)}
            />
          )}
        </Loaded>
        <p className="xs muted">{t(x.counted(f.count(5)))}</p>
      </div>
    </Page>
  )
}

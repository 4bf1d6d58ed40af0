import type { InterestMap, SegmentView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { BubbleMap } from '../../charts/bubble-map.tsx'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Select } from '../../components/select.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { interestTexts as x } from '../../texts/interest-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ChosenInterest } from './chosen-interest.tsx'
import { InterestTable } from './interest-table.tsx'
import { SegmentOfInterests } from './segment-of-interests.tsx'

const parts = ['category', 'brand', 'tag', 'item'] as const

/** What everybody, or a segment (`?segment=`), is interested in (`?part=`), as a map. */
export function InterestMapPage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const part = parts.find((one) => one === route.query.get('part')) ?? 'category'
  const segment = route.query.get('segment') ?? undefined
  const map = useResource<InterestMap>(paths.interests(part, segment))
  const segments = useResource<{ segments: SegmentView[] }>(paths.segments)
  return (
    <Page
      title={t(x.title)}
      {...(map.value ? { sub: t(x.sub(f.count(map.value.people), f.count(map.value.base))) } : {})}
    >
      <div className="row wrap" style={{ marginBottom: 16, alignItems: 'end' }}>
        <Segmented
          label={t(x.part)}
          value={part}
          options={parts.map((value) => ({ value, text: t(x[value]) }))}
          onChange={(value) => replaceQuery(route, { part: value })}
        />
        <Select
          label={t(x.of)}
          value={segment ?? ''}
          options={[
            { value: '', text: t(x.everybody) },
            ...(segments.value?.segments ?? []).map(({ id, title }) => ({ value: id, text: title || id })),
          ]}
          onValue={(value) => replaceQuery(route, { segment: value === '' ? undefined : value })}
        />
      </div>
      <Loaded resource={map} what={x.what} rows={8}>
        {(shown) => <Drawn key={`${part} ${segment}`} map={shown} />}
      </Loaded>
    </Page>
  )
}

function Drawn({ map }: { readonly map: InterestMap }) {
  const { t, f } = useLocale()
  const { nodes, fewest, leftOut, stress } = map
  const [chosen, setChosen] = useState<string>()
  const [picked, setPicked] = useState<readonly string[]>([])
  const [first] = nodes
  if (first === undefined)
    return (
      <Card title={t(x.map)}>
        <div className="empty">
          <p>{t(x.none(f.count(fewest)))}</p>
        </div>
      </Card>
    )
  const node = nodes.find(({ name }) => name === chosen)
  const faithful = stress < 0.1 ? x.stressGood : stress < 0.2 ? x.stressFair : x.stressPoor
  return (
    <div className="grid">
      <div className="c8 stack">
        <Card title={t(x.map)} sub={t(x.how)}>
          <BubbleMap
            sentence={t(x.sentence(f.count(nodes.length), first.title, f.count(first.people)))}
            bubbles={nodes.map(({ name, title, x: left, y, people }) => ({
              key: name,
              label: title,
              x: left,
              y,
              size: people,
              value: f.count(people),
            }))}
            chosen={chosen}
            valueName={t(x.people)}
            onChoose={setChosen}
          />
          <p className="xs muted">
            {t(faithful(f.decimal(stress, 2)))}{' '}
            {leftOut.tooFew + leftOut.beyond === 0
              ? null
              : t(x.leftOut(f.count(leftOut.tooFew), f.count(fewest), f.count(leftOut.beyond)))}
          </p>
          <InterestTable nodes={nodes} onChoose={setChosen} />
        </Card>
      </div>
      <div className="c4 stack">
        <ChosenInterest
          node={node}
          map={map}
          isPicked={node !== undefined && picked.includes(node.name)}
          onChoose={setChosen}
          onPick={(name) => setPicked([...picked.filter((one) => one !== name), name])}
        />
        <SegmentOfInterests
          nodes={nodes.filter(({ name }) => picked.includes(name))}
          onTakeOut={(name) => setPicked(picked.filter((one) => one !== name))}
        />
      </div>
    </div>
  )
}

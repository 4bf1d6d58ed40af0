import type { Paths } from 'attune/api-types'
import { useMemo, useState } from 'react'
import { FlowChart, type ShownNode } from '../../charts/flow-chart.tsx'
import { Card } from '../../components/card.tsx'
import { behaviourTexts } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { pathTexts as x } from '../../texts/path-texts.ts'
import { columnsOf, type Direction, keyOf, nextOf, type PathNode } from './path-steps.ts'
import { StepsTable } from './steps-table.tsx'
import { WaysCard } from './ways-card.tsx'

export interface PathsDrawingProps {
  readonly paths: Paths
  /** Asks anew from this event. */
  readonly onAnchor: (event: string) => void
}

const tones = { event: 'full', other: 'grey', end: 'hollow' } as const

/** What a step is called. */
export function useStepName(direction: Direction): (node: Pick<PathNode, 'kind' | 'name'>) => string {
  const { t } = useLocale()
  return ({ kind, name }) => name ?? t(kind === 'end' ? (direction === 'from' ? x.end : x.noneBefore) : x.other)
}

/** The ways as a drawing, all steps as a table beside it, and what follows the chosen one. */
export function PathsDrawing({ paths, onAnchor }: PathsDrawingProps) {
  const { t, f, language } = useLocale()
  const { nodes, warnings, people, direction } = paths
  const nameOf = useStepName(direction)
  const [chosen, setChosen] = useState<string>()
  const { columns, columnOf, flows } = useMemo(() => columnsOf(paths), [paths])
  const found = nodes.findIndex((node) => keyOf(node) === chosen)
  const at = found === -1 ? 0 : found
  const node = nodes[at]
  const notes = warnings.map((warning) => (
    <p key={warning.code} className="muted">
      {warning[language]}
    </p>
  ))
  if (node === undefined)
    return (
      <Card title={t(x.none)}>
        <div className="empty">
          {notes}
          <p>{t(x.noneHelp)}</p>
        </div>
      </Card>
    )
  const next = nextOf(paths)
  const share = next && f.percent(next.share.value, 1)
  const range = next && f.percentRange(next.share.low, next.share.high, 1)
  const headline =
    next === undefined || share === undefined || range === undefined
      ? t(x.alone)
      : t(
          next.kind === 'end'
            ? x.headlineEnd[direction](share, range)
            : x.headline[direction](nameOf(next), share, range),
        )
  const told = (people: number | null) => (people === null ? t(behaviourTexts.few) : f.count(people))
  return (
    <>
      <Card title={headline} sub={t(x.basis(told(people)))}>
        <FlowChart
          sentence={t(x.sentence(f.count(columns), f.count(nodes.length), headline))}
          columns={columns}
          nodes={nodes.map(
            (one): ShownNode => ({
              key: keyOf(one),
              column: columnOf(one),
              size: one.people,
              label: nameOf(one),
              value: `${f.percent(one.share.value, 1)} · ${f.count(one.people)}`,
              tone: tones[one.kind],
            }),
          )}
          flows={flows}
          chosen={keyOf(node)}
          onChoose={setChosen}
        />
        {notes}
      </Card>
      <div className="grid">
        <div className="c6 stack">
          <WaysCard paths={paths} at={at} onChoose={setChosen} onAnchor={onAnchor} />
        </div>
        <div className="c6 stack">
          <StepsTable nodes={nodes} chosen={keyOf(node)} direction={direction} onChoose={setChosen} />
        </div>
      </div>
    </>
  )
}

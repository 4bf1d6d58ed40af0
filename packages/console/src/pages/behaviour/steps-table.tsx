import { Card } from '../../components/card.tsx'
import { behaviourTexts } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { pathTexts as x } from '../../texts/path-texts.ts'
import { type Direction, keyOf, type PathNode } from './path-steps.ts'
import { useStepName } from './paths-drawing.tsx'

export interface StepsTableProps {
  readonly nodes: readonly PathNode[]
  readonly chosen: string
  readonly direction: Direction
  readonly onChoose: (key: string) => void
}

/** The numbers of the drawing, and a way to each step for whoever does not use it. */
export function StepsTable({ nodes, chosen, direction, onChoose }: StepsTableProps) {
  const { t, f } = useLocale()
  const nameOf = useStepName(direction)
  const place = (step: number) => (step === 0 ? '0' : `${direction === 'from' ? '+' : '−'}${f.count(step)}`)
  return (
    <Card title={t(x.all)} sub={t(x.allSub)} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="scroll tall" tabIndex={0} aria-label={t(x.all)}>
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.step)}</th>
              <th scope="col" className="num">
                {t(x.place)}
              </th>
              <th scope="col" className="num">
                {t(behaviourTexts.people)}
              </th>
              <th scope="col" className="num">
                {t(x.ofAll)}
              </th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <tr key={keyOf(node)} aria-current={keyOf(node) === chosen ? 'true' : undefined}>
                <th scope="row">
                  <button type="button" className="link" onClick={() => onChoose(keyOf(node))}>
                    {nameOf(node)}
                  </button>
                </th>
                <td className="num" data-label={t(x.place)}>
                  {place(node.step)}
                </td>
                <td className="num" data-label={t(behaviourTexts.people)}>
                  {f.count(node.people)}
                </td>
                <td className="num m lead" data-label={t(x.ofAll)}>
                  {f.percent(node.share.value, 1)}
                  {node.share.value === 1 ? null : <small>{f.percentRange(node.share.low, node.share.high, 1)}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

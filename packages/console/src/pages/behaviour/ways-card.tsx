import type { Paths } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { Card } from '../../components/card.tsx'
import { behaviourTexts } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { pathTexts as x } from '../../texts/path-texts.ts'
import { keyOf, waysFrom } from './path-steps.ts'
import { useStepName } from './paths-drawing.tsx'

export interface WaysCardProps {
  readonly paths: Paths
  /** Place of the step in the nodes. */
  readonly at: number
  readonly onChoose: (key: string) => void
  readonly onAnchor: (event: string) => void
}

/** What follows a step, or came before it: shares of those who were there. */
export function WaysCard({ paths, at, onChoose, onAnchor }: WaysCardProps) {
  const { t, f } = useLocale()
  const { direction } = paths
  const nameOf = useStepName(direction)
  const node = paths.nodes[at]
  if (node === undefined) return null
  const ways = waysFrom(paths, at)
  const { kind, name, step } = node
  const last = Math.max(...paths.nodes.map((one) => one.step))
  return (
    <Card
      title={t(x.follows[direction](nameOf(node)))}
      sub={t(x.followsSub(f.count(node.people)))}
      end={
        kind === 'event' && name !== null && step > 0 ? (
          <button type="button" className="btn small" onClick={() => onAnchor(name)}>
            {t(x.askFrom)}
          </button>
        ) : undefined
      }
      flush
    >
      {ways.length === 0 ? (
        <div className="empty">
          <p>{t(kind === 'end' ? x.ended : step === last ? x.further : x.tooFew)}</p>
        </div>
      ) : (
        <div className="scroll">
          <table className="table fold">
            <thead>
              <tr>
                <th scope="col">{t(x.nextStep[direction])}</th>
                <th scope="col" className="num">
                  {t(behaviourTexts.people)}
                </th>
                <th scope="col" className="plotcol">
                  <span className="sr">{t(behaviourTexts.share)}</span>
                </th>
                <th scope="col" className="num">
                  {t(behaviourTexts.share)}
                </th>
              </tr>
            </thead>
            <tbody>
              {ways.map(({ node: to, people, share }) => (
                <tr key={keyOf(to)}>
                  <th scope="row">
                    <button type="button" className="link" onClick={() => onChoose(keyOf(to))}>
                      {nameOf(to)}
                    </button>
                  </th>
                  <td className="num" data-label={t(behaviourTexts.people)}>
                    {f.count(people)}
                  </td>
                  <td className="plotcol">
                    <Bar share={share.value} />
                  </td>
                  <td className="num m lead" data-label={t(behaviourTexts.share)}>
                    {f.percent(share.value, 1)}
                    <small>{f.percentRange(share.low, share.high, 1)}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

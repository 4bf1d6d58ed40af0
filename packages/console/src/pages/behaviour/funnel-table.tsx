import type { FunnelStep } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { behaviourTexts, funnelTexts as x } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** People by step, with their share, what was lost on the way and how long it took. */
export function FunnelTable({ steps }: { readonly steps: readonly FunnelStep[] }) {
  const { t, f, language } = useLocale()
  const count = (people: number | null) => (people === null ? t(behaviourTexts.notTold) : f.count(people))
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.steps)}</th>
            <th scope="col" className="num">
              {t(behaviourTexts.people)}
            </th>
            <th scope="col" className="plotcol">
              <span className="sr">{t(behaviourTexts.share)}</span>
            </th>
            <th scope="col" className="num">
              {t(x.ofFirst)}
            </th>
            <th scope="col" className="num">
              {t(x.ofPrevious)}
            </th>
            <th scope="col" className="num opt">
              {t(x.lost)}
            </th>
            <th scope="col" className="num opt">
              {t(x.median)}
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ label, people, ofFirst, ofPrevious, lost, fromPrevious }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <tr key={at}>
              <th scope="row">{`${f.count(at + 1)}. ${label[language]}`}</th>
              <td className="num m" data-label={t(behaviourTexts.people)}>
                {count(people)}
              </td>
              <td className="plotcol">
                <Bar share={ofFirst?.value ?? 0} />
              </td>
              <td className="num lead" data-label={t(x.ofFirst)}>
                {ofFirst === null ? '–' : f.percent(ofFirst.value, 1)}
                {ofFirst === null || at === 0 ? null : <small>{f.percentRange(ofFirst.low, ofFirst.high, 1)}</small>}
              </td>
              <td className="num" data-label={t(x.ofPrevious)}>
                {ofPrevious === null || at === 0 ? '–' : f.percent(ofPrevious.value, 1)}
                {ofPrevious === null || at === 0 ? null : (
                  <small>{f.percentRange(ofPrevious.low, ofPrevious.high, 1)}</small>
                )}
              </td>
              <td className="num opt" data-label={t(x.lost)}>
                {at === 0 ? '–' : count(lost)}
              </td>
              <td className="num opt" data-label={t(x.median)}>
                {fromPrevious === null || at === 0 ? '–' : f.duration(fromPrevious.medianMs)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

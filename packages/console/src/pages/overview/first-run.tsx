import type { Overview } from 'attune/api-types'
import type { ReactNode } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { firstRunTexts as x } from '../../texts/overview-texts.ts'

export const firstRunDone = ({ totals }: Overview): boolean =>
  totals.events > 0 && totals.models > 0 && totals.exposures > 0

const snippet = (origin: string) => `import { createClient } from '@attune/client'

const attune = createClient({ url: '${origin}', key: 'at_write_…' })
attune.track('Product Viewed', { product_id: 'tea-104' })`

/** Four steps to the first measured recommendation; each ticks itself. */
export function FirstRun({ overview, origin }: { readonly overview: Overview; readonly origin: string }) {
  const { t, f } = useLocale()
  const { totals } = overview
  const done = [true, totals.events > 0, totals.models > 0, totals.exposures > 0]
  const now = done.indexOf(false)
  const state = (step: number) => (done[step] ? 'done' : step === now ? 'now' : 'later')
  const step = (index: number, title: string, small: string, body: ReactNode) => (
    <li className={state(index)} aria-current={state(index) === 'now' ? 'step' : undefined}>
      <div>
        <h3>{title}</h3>
        <p className={`sm ${state(index) === 'now' ? 'soft' : 'muted'}`}>{small}</p>
        {state(index) === 'now' ? body : null}
      </div>
    </li>
  )
  return (
    <section className="card" aria-label={t(x.label)} style={{ marginBottom: 16 }}>
      <ol className="steps">
        {step(0, t(x.workspace), t(x.workspaceDone), null)}
        {step(
          1,
          t(x.events),
          done[1] ? t(x.eventsDone(f.count(totals.events), f.count(totals.persons))) : t(x.eventsWhy),
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
            <pre className="code mt2" tabIndex={0}>
              {snippet(origin)}
            </pre>
            <div className="row wrap mt3">
              <CopyButton text={snippet(origin)} />
              <span className="xs muted row">
                <span className="dot off" />
                {t(x.listening)}
              </span>
            </div>
            <p className="sm soft mt3">{t(x.orImport)}</p>
            <pre className="code mt1">attune import events.csv --columns user=customer,item=sku,time=date</pre>
            <p className="sm soft mt3">{t(x.orDemo)}</p>
            <pre className="code mt1">npm run demo</pre>
          </>,
        )}
        {step(
          2,
          t(x.train),
          done[2] ? t(x.trainDone(f.count(totals.models))) : t(x.trainWhy),
          <a className="btn small mt3" href="#/models">
            {t(x.toModels)}
          </a>,
        )}
        {step(
          3,
          t(x.placement),
          done[3] ? t(x.placementDone(f.count(totals.exposures))) : t(x.placementWhy),
          <a className="btn small mt3" href="#/placements">
            {t(x.toPlacements)}
          </a>,
        )}
      </ol>
    </section>
  )
}

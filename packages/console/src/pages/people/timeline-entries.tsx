import type { Timeline } from 'attune/api-types'
import { Fragment, type ReactNode, useState } from 'react'
import { variationName } from '../../format/variation-name.ts'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { didTexts, timelineTexts, peopleTexts as x } from '../../texts/people-texts.ts'
import { DecisionPane } from './decision-pane.tsx'

type Entry = Timeline['entries'][number]

export interface TimelineEntriesProps {
  readonly personId: string
  readonly entries: readonly Entry[]
}

export function TimelineEntries({ personId, entries }: TimelineEntriesProps) {
  const { t, f } = useLocale()
  const today = f.day(Date.now())
  const days: { day: string; entries: Entry[] }[] = []
  for (const entry of entries) {
    const day = f.day(Date.parse(entry.at))
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return (
    <div className="timeline">
      {days.map(({ day, entries: those }) => (
        <Fragment key={day}>
          <h3>{day === today ? `${t(x.today)} · ${day}` : day}</h3>
          <ul>
            {those.map((entry, i) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: two entries may share their time
                key={`${entry.at}${i}`}
                className={entry.by === 'we' ? 'ours' : entry.kind === 'order' ? 'order' : ''}
              >
                <time dateTime={entry.at}>{f.clock(Date.parse(entry.at))}</time>
                <i />
                {entry.by === 'we' ? <Ours personId={personId} entry={entry} /> : <Theirs entry={entry} />}
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </div>
  )
}

/** Splits a text at a mark, so that a link can stand in the middle of a sentence of either language. */
const mark = '\u0000'

/** What we decided, and on demand why. */
function Ours({ personId, entry }: { readonly personId: string; readonly entry: Entry }) {
  const { t, f, language } = useLocale()
  const [open, setOpen] = useState(false)
  const placement = entry.placement ?? '–'
  return (
    <div>
      {t(timelineTexts.showed(f.count(entry.items.length), placement))}
      <small>
        {[entry.model, entry.variation === null ? null : variationName(entry.variation, language), entry.decisionId]
          .filter(Boolean)
          .join(' · ')}
      </small>
      {entry.decisionId === null ? null : (
        <button
          type="button"
          className="link xs"
          aria-expanded={open}
          aria-label={t(x.whyLabel(placement))}
          onClick={() => setOpen(!open)}
        >
          {t(x.whyShown)}
        </button>
      )}
      {open && entry.decisionId !== null ? <DecisionPane personId={personId} decisionId={entry.decisionId} /> : null}
    </div>
  )
}

function Theirs({ entry }: { readonly entry: Entry }) {
  const { t, f, language } = useLocale()
  const [only] = entry.items
  const things: ReactNode =
    entry.items.length === 1 && only ? (
      <a href={href(['items', only.id])}>{only.title ?? only.id}</a>
    ) : entry.items.length > 1 ? (
      t(timelineTexts.things(f.count(entry.items.length)))
    ) : null
  const did = Object.hasOwn(didTexts, entry.kind) ? didTexts[entry.kind] : undefined
  const text = t(
    did && things !== null ? did(mark) : timelineTexts.did(entry.event ?? entry.kind, things === null ? '' : mark),
  )
  const [before, after] = text.split(mark)
  const money = entry.value === null ? '' : f.price(entry.value, entry.currency)
  const from =
    entry.decisionId === null || entry.placement === null
      ? undefined
      : entry.position === null
        ? t(timelineTexts.afterDecision(entry.placement))
        : t(timelineTexts.after(entry.placement, f.count(entry.position + 1)))
  return (
    <div>
      {before}
      {things}
      {after}
      {money ? `${language === 'zh' ? '，' : ', '}${money}` : ''}
      {from === undefined ? null : <small>{from}</small>}
    </div>
  )
}

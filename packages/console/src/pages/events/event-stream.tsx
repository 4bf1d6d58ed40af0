import type { LiveEvent } from 'attune/api-types'
import { useLocale } from '../../texts/locale.tsx'
import { eventName, sameLine } from './event-line.ts'

export interface EventStreamProps {
  readonly rows: readonly { readonly key: string; readonly line: LiveEvent }[]
  readonly chosen: LiveEvent | undefined
  readonly onChoose: (line: LiveEvent) => void
}

/** The lines, newest first. Deliberately not a live region: hundreds a minute would drown a listener. */
export function EventStream({ rows, chosen, onChoose }: EventStreamProps) {
  return (
    <ul className="stream">
      {rows.map(({ key, line }) => (
        <li key={key}>
          <StreamLine line={line} current={sameLine(chosen, line)} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  )
}

interface StreamLineProps {
  readonly line: LiveEvent
  readonly current: boolean
  readonly onChoose: (line: LiveEvent) => void
}

function StreamLine({ line, current, onChoose }: StreamLineProps) {
  const { f } = useLocale()
  const refused = line.kind === 'refused'
  return (
    <button type="button" aria-current={current ? 'true' : undefined} onClick={() => onChoose(line)}>
      <time dateTime={line.at}>{f.clock(Date.parse(line.at), true)}</time>
      <span className={refused ? 'dot bad' : 'dot off'} />
      {refused ? (
        <span className="clip">
          <span className="badge bad">{line.reason}</span>
        </span>
      ) : (
        <span className="clip m">{eventName(line)}</span>
      )}
      <span className="what clip">
        {refused ? (
          <>
            <span className="mono">{line.field ?? ''}</span> <span className="muted">{line.message}</span>
          </>
        ) : (
          <>
            {line.itemTitle ?? line.itemId ?? ''} <span className="mono muted">{line.personId ?? ''}</span>
          </>
        )}
      </span>
      <span className="muted xs nowrap right clip">
        {line.value === null ? line.source : f.price(line.value, line.currency)}
      </span>
    </button>
  )
}

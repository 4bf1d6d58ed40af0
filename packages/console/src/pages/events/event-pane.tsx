import type { LiveEvent } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { href } from '../../router/route.ts'
import { mendDefault, mendTexts, eventTexts as x } from '../../texts/event-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { eventName } from './event-line.ts'
import { PayloadView } from './payload-view.tsx'

export interface EventPaneProps {
  readonly line: LiveEvent | undefined
  readonly onClose: () => void
}

/** One event in full; for a refused one: which field, why, and how to mend it. */
export function EventPane({ line, onClose }: EventPaneProps) {
  const { t } = useLocale()
  const ask = line && line.payload === null && line.messageId !== null ? paths.event(line.messageId) : undefined
  const full = useResource<LiveEvent>(ask)
  if (!line)
    return (
      <Card title={t(x.pick)}>
        <p className="sm soft">{t(x.pickWhy)}</p>
      </Card>
    )
  const refused = line.kind === 'refused'
  const payload = line.payload ?? full.value?.payload ?? null
  return (
    <Card
      title={refused ? t(x.debugger) : eventName(line)}
      {...(refused ? { sub: <span className="badge bad">{line.reason}</span> } : {})}
      end={
        <button type="button" className="btn quiet icon small" aria-label={t(x.close)} onClick={onClose}>
          <Icon name="cross" />
        </button>
      }
    >
      {refused ? <Diagnosis line={line} /> : null}
      <h3 className={refused ? 'mt4' : ''}>{t(x.sent)}</h3>
      {full.problem && payload === null ? <ProblemBanner problem={full.problem} onRetry={full.reload} /> : null}
      {payload === null ? (
        full.problem || (ask && !full.value) ? null : (
          <p className="xs muted">{t(x.noPayload)}</p>
        )
      ) : (
        <PayloadView payload={payload} field={line.field} />
      )}
      <Facts line={line} />
    </Card>
  )
}

function Diagnosis({ line }: { readonly line: LiveEvent }) {
  const { t } = useLocale()
  const mend = (line.reason !== null && Object.hasOwn(mendTexts, line.reason) && mendTexts[line.reason]) || mendDefault
  return (
    <dl className="kv">
      <dt>{t(x.field)}</dt>
      <dd className="mono">{line.field ?? t(x.wholeEvent)}</dd>
      <dt>{t(x.why)}</dt>
      <dd lang="en">{line.message ?? line.reason}</dd>
      <dt>{t(x.mend)}</dt>
      <dd>{t(mend)}</dd>
    </dl>
  )
}

function Facts({ line }: { readonly line: LiveEvent }) {
  const { t, f } = useLocale()
  return (
    <dl className="kv mt4">
      <dt>{t(x.received)}</dt>
      <dd>
        {f.day(Date.parse(line.at))} {f.clock(Date.parse(line.at), true)}
      </dd>
      <dt>{t(x.source)}</dt>
      <dd className="mono">{line.source}</dd>
      {line.messageId === null ? null : (
        <>
          <dt>{t(x.messageId)}</dt>
          <dd className="mono">{line.messageId}</dd>
        </>
      )}
      {line.personId === null ? null : (
        <>
          <dt>{t(x.person)}</dt>
          <dd>
            <a className="mono" href={href(['people', line.personId])}>
              {line.personId}
            </a>
          </dd>
        </>
      )}
      {line.itemId === null ? null : (
        <>
          <dt>{t(x.item)}</dt>
          <dd>
            <a href={href(['items', line.itemId])}>{line.itemTitle ?? line.itemId}</a>
          </dd>
        </>
      )}
      {line.value === null ? null : (
        <>
          <dt>{t(x.value)}</dt>
          <dd>{f.price(line.value, line.currency)}</dd>
        </>
      )}
    </dl>
  )
}

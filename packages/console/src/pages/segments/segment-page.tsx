import type { SegmentView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { href, type Route } from '../../router/route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import { SegmentBuilder } from './segment-builder.tsx'
import { SegmentChangesCard } from './segment-changes-card.tsx'
import { SegmentMembersCard } from './segment-members-card.tsx'

/** One segment: its rule in words, how many belong to it, who comes and goes. */
export function SegmentPage({ id, route }: { readonly id: string; readonly route: Route }) {
  const { t } = useLocale()
  const segment = useResource<SegmentView>(paths.segment(id), { every: 10_000 })
  const title = segment.value?.title || id
  useDetail(title)
  if (route.query.has('edit') && segment.value)
    return (
      <Page title={t(x.editTitle(title))} sub={<span className="mono break">{id}</span>}>
        <SegmentBuilder segment={segment.value} />
      </Page>
    )
  return (
    <Page
      title={title}
      sub={<span className="mono break">{id}</span>}
      actions={<Actions id={id} title={title} onChange={segment.reload} />}
    >
      <Loaded resource={segment} what={x.whatOne} rows={4}>
        {(shown) => <Facts segment={shown} />}
      </Loaded>
    </Page>
  )
}

function Facts({ segment }: { readonly segment: SegmentView }) {
  const { t, f, language } = useLocale()
  const { id, description, text, members, share, warnings } = segment
  return (
    <div className="grid">
      <div className="c7 stack">
        <Card title={t(x.rule)}>
          <p>{description[language]}</p>
          {warnings.map((warning) => (
            <p key={warning.en} className="sm">
              {warning[language]}
            </p>
          ))}
          <h3 className="sm mt4">{t(x.ruleText)}</h3>
          <code className="mono sm break">{text[language]}</code>
          <div className="mt2">
            <CopyButton text={text[language]} />
          </div>
        </Card>
        <SegmentChangesCard id={id} />
      </div>
      <div className="c5 stack">
        <Card title={t(x.current)}>
          <p className="headline">{t(x.people(f.count(members)))}</p>
          {share === null ? null : <p className="sm soft">{t(x.ofBase(f.percent(share, 1)))}</p>}
        </Card>
        <SegmentMembersCard id={id} />
      </div>
    </div>
  )
}

interface ActionsProps {
  readonly id: string
  readonly title: string
  readonly onChange: () => void
}

function Actions({ id, title, onChange }: ActionsProps) {
  const { t } = useLocale()
  const { client, can } = useSession()
  const [removing, setRemoving] = useState(false)
  const undo = useAction(async () => {
    const { segment } = await client.send<{ segment: SegmentView | null }>('POST', paths.undoSegment(id))
    if (segment === null) location.hash = href(['segments'])
    else onChange()
  })
  if (!can('segments.change')) return null
  return (
    <>
      <a className="btn primary" href={href(['segments', id], { edit: 'yes' })}>
        {t(x.edit)}
      </a>
      <button type="button" className="btn" disabled={undo.busy} onClick={() => undo.run()}>
        {t(x.undo)}
      </button>
      <button type="button" className="btn" onClick={() => setRemoving(true)}>
        {t(x.remove)}
      </button>
      {undo.problem ? <ProblemBanner problem={undo.problem} what={commonTexts.notDone} /> : null}
      {removing ? (
        <Confirm
          title={t(x.removeTitle(title))}
          consequence={t(x.removeWhy)}
          confirmText={t(x.removeConfirm)}
          danger
          onConfirm={async () => {
            await client.send('DELETE', paths.segment(id))
            location.hash = href(['segments'])
          }}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </>
  )
}

import type { PrivacyRequestView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useResource } from '../../../api/use-resource.ts'
import { Icon } from '../../../components/icon.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Pager } from '../../../components/pager.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { useTrail } from '../../../components/use-trail.ts'
import type { Route } from '../../../router/route.ts'
import { replaceQuery } from '../../../router/use-route.ts'
import { dueRequestsChanged } from '../../../shell/use-due-requests.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { requestTexts as x } from '../../../texts/privacy-texts.ts'
import { AnswerSheet } from './answer-sheet.tsx'
import { DueHeadline } from './due-headline.tsx'
import { ReceiptCard } from './receipt-card.tsx'
import { RequestsTable } from './requests-table.tsx'
import { VerifyCard } from './verify-card.tsx'
import { WriteSheet } from './write-sheet.tsx'

const pageSize = 50

interface RequestPage {
  readonly requests: readonly PrivacyRequestView[]
  readonly next: string | null
}

/** What people asked for, with what is left of the time to answer. */
export function RequestsTab({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const state = route.query.get('show') === 'closed' ? 'closed' : 'open'
  const [trail, setTrail] = useTrail(state)
  const requests = useResource<RequestPage>(paths.requests(state, trail.at(-1)), { every: 30_000 })
  const [answering, setAnswering] = useState<PrivacyRequestView>()
  const receipt = route.query.get('receipt')
  const changed = () => {
    requests.reload()
    dueRequestsChanged()
  }
  const stopWriting = () => replaceQuery(route, { do: undefined, person: undefined })
  return (
    <div className="stack">
      <div className="row between wrap tab-head">
        <DueHeadline />
        <div className="row wrap">
          <Segmented
            label={t(x.show)}
            value={state}
            options={(['open', 'closed'] as const).map((value) => ({ value, text: t(x[value]) }))}
            onChange={(value) => replaceQuery(route, { show: value === 'open' ? undefined : value })}
          />
          <button type="button" className="btn primary" onClick={() => replaceQuery(route, { do: 'write' })}>
            <Icon name="plus" />
            {t(x.write)}
          </button>
        </div>
      </div>
      {receipt === null || receipt === undefined ? null : (
        <ReceiptCard
          key={receipt}
          requestId={receipt}
          onGone={changed}
          onClose={() => replaceQuery(route, { receipt: undefined })}
        />
      )}
      <Loaded resource={requests} what={x.what} rows={5}>
        {(page) =>
          page.requests.length === 0 ? (
            <section className="card">
              <div className="empty">
                <h2>{t(state === 'open' ? x.none : x.noneClosed)}</h2>
                <p>{t(state === 'open' ? x.noneWhy : x.noneClosedWhy)}</p>
              </div>
            </section>
          ) : (
            <section className="card flush" aria-label={t(x[state])}>
              <RequestsTable
                requests={page.requests}
                onAnswer={setAnswering}
                onReceipt={({ id }) => replaceQuery(route, { receipt: id })}
              />
              <Pager
                trail={trail}
                pageSize={pageSize}
                shown={page.requests.length}
                total={undefined}
                next={page.next}
                onTrail={setTrail}
              />
            </section>
          )
        }
      </Loaded>
      <VerifyCard />
      {route.query.get('do') === 'write' ? (
        <WriteSheet
          person={route.query.get('person') ?? ''}
          onWritten={() => {
            stopWriting()
            changed()
          }}
          onClose={stopWriting}
        />
      ) : null}
      {answering ? (
        <AnswerSheet
          key={answering.id}
          request={answering}
          onClosed={() => {
            setAnswering(undefined)
            changed()
          }}
          onErased={(id) => {
            setAnswering(undefined)
            changed()
            replaceQuery(route, { receipt: id })
          }}
          onClose={() => setAnswering(undefined)}
        />
      ) : null}
    </div>
  )
}

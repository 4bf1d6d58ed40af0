import type { AccessReview } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { useResource } from '../../../api/use-resource.ts'
import { Card } from '../../../components/card.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { reviewTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { KeysReview } from './keys-review.tsx'
import { MembersReview } from './members-review.tsx'
import { RecordSheet } from './record-sheet.tsx'

/** Who, and which keys, may do what; what deserves a second look; and that somebody looked. */
export function AccessTab() {
  const { t, language } = useLocale()
  const { client } = useSession()
  const review = useResource<AccessReview>(paths.accessReview)
  const [recording, setRecording] = useState(false)
  const csv = useAction(async () => {
    saveFile('access-review.csv', await client.file(paths.accessReviewCsv(language)))
  })
  return (
    <Loaded resource={review} what={x.what} rows={6}>
      {(told) => (
        <div className="stack">
          <div className="row between wrap tab-head">
            <Headline told={told} />
            <div className="row wrap">
              <button type="button" className="btn" disabled={csv.busy} onClick={() => csv.run()}>
                {t(x.csv)}
              </button>
              <button type="button" className="btn primary" onClick={() => setRecording(true)}>
                {t(x.record)}
              </button>
            </div>
          </div>
          <FormProblem problem={csv.problem} known={{}} />
          <MembersReview users={told.users} />
          <KeysReview keys={told.keys} />
          {told.reviews.length === 0 ? null : <Reviews told={told} />}
          {recording ? (
            <RecordSheet
              digest={told.digest}
              onRecorded={() => {
                setRecording(false)
                review.reload()
              }}
              onChanged={review.reload}
              onClose={() => setRecording(false)}
            />
          ) : null}
        </div>
      )}
    </Loaded>
  )
}

function Headline({ told: { users, keys, reviews } }: { readonly told: AccessReview }) {
  const { t, f } = useLocale()
  const marked = [...users, ...keys].filter(({ flags }) => flags.length > 0).length
  const [last] = reviews
  return (
    <div className="grow">
      <p>
        <b>{t(x.headline(f.count(users.length), f.count(keys.length)))}</b>{' '}
        {marked === 0 ? t(x.unmarked) : t(x.marked(f.count(marked)))}
      </p>
      <p className="xs muted">
        {last === undefined ? t(x.never) : t(x.last(f.moment(Date.parse(last.at)), last.name ?? last.by))}
      </p>
    </div>
  )
}

function Reviews({ told: { reviews } }: { readonly told: AccessReview }) {
  const { t, f } = useLocale()
  return (
    <Card title={t(x.reviews)}>
      <ul className="list">
        {reviews.map(({ at, by, name, note }) => (
          <li key={at + by}>
            <div className="grow">
              <span className="m">{name ?? by}</span> <span className="muted">{f.moment(Date.parse(at))}</span>
              {note === '' ? null : <small className="break">{note}</small>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

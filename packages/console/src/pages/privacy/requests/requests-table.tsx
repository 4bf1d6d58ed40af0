import type { PrivacyRequestView } from 'attune/api-types'
import { href } from '../../../router/route.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { requestKindTexts, requestTexts as x } from '../../../texts/privacy-texts.ts'
import { Deadline } from './deadline.tsx'

export interface RequestsTableProps {
  readonly requests: readonly PrivacyRequestView[]
  readonly onAnswer: (request: PrivacyRequestView) => void
  readonly onReceipt: (request: PrivacyRequestView) => void
}

export function RequestsTable({ requests, onAnswer, onReceipt }: RequestsTableProps) {
  const { t, f } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.kind)}</th>
            <th scope="col">{t(x.person)}</th>
            <th scope="col">{t(x.received)}</th>
            <th scope="col">{t(x.due)}</th>
            <th scope="col" className="num">
              {t(x.state)}
            </th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => {
            const kind = t(requestKindTexts[request.kind] ?? [request.kind, request.kind])
            const { personId, doneAt, receipt } = request
            return (
              <tr key={request.id}>
                <th scope="row">
                  <span className="m">{kind}</span>
                  {request.note === '' ? null : <small className="break told">{request.note}</small>}
                </th>
                <td className="mono break" data-label={t(x.person)}>
                  {personId === null ? (
                    <span className="badge">{t(x.erasedPerson)}</span>
                  ) : (
                    <a href={href(['people', personId])}>{personId}</a>
                  )}
                </td>
                <td data-label={t(x.received)}>{f.day(Date.parse(request.receivedAt))}</td>
                <td data-label={t(doneAt === null ? x.due : x.answered)}>
                  {doneAt === null ? <Deadline dueAt={request.dueAt} /> : f.day(Date.parse(doneAt))}
                </td>
                <td className="num lead">
                  {request.status === 'open' ? (
                    <button
                      type="button"
                      className="btn small"
                      aria-label={t(x.actLabel(kind, personId ?? request.id))}
                      onClick={() => onAnswer(request)}
                    >
                      {t(x.act)}
                    </button>
                  ) : (
                    <span className="badge">{t(x[request.status])}</span>
                  )}{' '}
                  {receipt === null ? null : (
                    <button
                      type="button"
                      className="btn small"
                      aria-label={t(x.receiptLabel(request.id))}
                      onClick={() => onReceipt(request)}
                    >
                      {t(x.receiptShow)}
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

import type { PrivacyRequestView } from 'attune/api-types'
import { useState } from 'react'
import { Sheet } from '../../../components/sheet.tsx'
import { href } from '../../../router/route.ts'
import { commonTexts } from '../../../texts/common-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { requestHelpTexts, requestKindTexts, requestTexts as x } from '../../../texts/privacy-texts.ts'
import { CloseForm } from './close-form.tsx'
import { EraseConfirm } from './erase-confirm.tsx'
import { ExportForm } from './export-form.tsx'

export interface AnswerSheetProps {
  readonly request: PrivacyRequestView
  readonly onClosed: () => void
  /** With the id of the request that the erasure answered. */
  readonly onErased: (requestId: string) => void
  readonly onClose: () => void
}

/** What can be done about a request: carry it out, then say that it was answered, or refuse it. */
export function AnswerSheet({ request, onClosed, onErased, onClose }: AnswerSheetProps) {
  const { t } = useLocale()
  const [erasing, setErasing] = useState(false)
  const { kind, personId } = request
  if (erasing && personId !== null)
    return <EraseConfirm personId={personId} onErased={onErased} onClose={() => setErasing(false)} />
  return (
    <Sheet title={t(requestKindTexts[kind] ?? [kind, kind])} onClose={onClose}>
      <p className="xs muted mono break mt1">{personId ?? request.id}</p>
      <p className="sm soft mt3">{t(requestHelpTexts[kind] ?? x.law)}</p>
      {personId === null ? null : (
        <>
          {kind === 'access' ? <ExportForm personId={personId} /> : null}
          {kind === 'erasure' ? (
            <div className="mt4">
              <button type="button" className="btn danger" onClick={() => setErasing(true)}>
                {t(x.erase)}
              </button>
            </div>
          ) : null}
          {kind === 'rectification' || kind === 'explanation' ? (
            <div className="mt4">
              <a
                className="btn"
                href={href(
                  ['people', personId],
                  kind === 'rectification' ? { do: 'correct', request: request.id } : {},
                )}
              >
                {t(kind === 'rectification' ? x.correctThere : x.toPerson)}
              </a>
            </div>
          ) : null}
        </>
      )}
      <CloseForm request={request} onClosed={onClosed} />
      <div className="row wrap mt4">
        <button type="button" className="btn quiet" onClick={onClose}>
          {t(commonTexts.close)}
        </button>
      </div>
    </Sheet>
  )
}

import { type ReactNode, useId, useState } from 'react'
import { useAction } from '../api/use-action.ts'
import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'
import { ProblemBanner } from './problem-banner.tsx'
import { Sheet } from './sheet.tsx'

export interface ConfirmProps {
  readonly title: string
  /** What will follow from it. */
  readonly consequence: ReactNode
  readonly confirmText: string
  readonly danger?: boolean
  /** What cannot be taken back asks for this to be typed. */
  readonly typed?: { readonly label: string; readonly value: string }
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
}

/** Asks before something risky and names what follows from it. */
export function Confirm({ title, consequence, confirmText, danger = false, typed, onConfirm, onClose }: ConfirmProps) {
  const { t } = useLocale()
  const [text, setText] = useState('')
  const field = useId()
  const action = useAction(onConfirm)
  const ready = !action.busy && (typed === undefined || text.trim() === typed.value)
  return (
    <Sheet title={title} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (ready && (await action.run())) onClose()
        }}
      >
        <div className="sm soft mt2">{consequence}</div>
        {typed === undefined ? null : (
          <div className="field mt4">
            <label htmlFor={field}>{typed.label}</label>
            <input
              id={field}
              className="input mono"
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        )}
        {action.problem ? (
          <div className="mt4">
            <ProblemBanner problem={action.problem} what={commonTexts.notDone} />
          </div>
        ) : null}
        <div className="row wrap mt5">
          <button type="submit" className={danger ? 'btn danger' : 'btn primary'} disabled={!ready}>
            {confirmText}
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            {t(commonTexts.cancel)}
          </button>
        </div>
      </form>
    </Sheet>
  )
}

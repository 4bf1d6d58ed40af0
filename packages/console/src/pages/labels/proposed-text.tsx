import type { LabelProposals } from 'attune/api-types'
import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { labelTexts as x } from '../../texts/label-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface ProposedTextProps {
  readonly proposed: LabelProposals['proposed'][number]
  /** Those to choose from; undefined for whoever may not label. */
  readonly labels: readonly string[] | undefined
  readonly busy: boolean
  readonly onLabel: (label: string) => void
}

/** A text, what it looks like so far, and a button a label. */
export function ProposedText({ proposed: { text, guess }, labels, busy, onLabel }: ProposedTextProps) {
  const { t, f } = useLocale()
  const [name, setName] = useState('')
  const own = name.trim()
  return (
    <li>
      <p className="break">{text}</p>
      {guess === undefined ? null : (
        <small className="muted">{t(x.guess(guess.label, f.percent(guess.probability, 0)))}</small>
      )}
      {labels === undefined ? null : (
        <form
          className="row wrap mt2"
          onSubmit={(event) => {
            event.preventDefault()
            if (own !== '') onLabel(own)
          }}
        >
          {labels.map((label) => (
            <button
              key={label}
              type="button"
              className={label === guess?.label ? 'btn primary' : 'btn'}
              aria-label={t(x.give(label))}
              disabled={busy}
              onClick={() => onLabel(label)}
            >
              {label}
            </button>
          ))}
          <Field label={t(x.newLabel)} value={name} onText={setName} maxLength={100} autoComplete="off" />
          <button type="submit" className="btn" disabled={busy || own === ''}>
            {t(x.add)}
          </button>
        </form>
      )}
    </li>
  )
}

import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import type { Text } from '../../texts/text.ts'

export interface SentenceFieldProps {
  readonly busy: boolean
  /** Why there is no rule. */
  readonly reason: Text | undefined
  readonly onPropose: (sentence: string) => void
}

/** A sentence that the language model turns into a rule, which is then looked at like any other. */
export function SentenceField({ busy, reason, onPropose }: SentenceFieldProps) {
  const { t } = useLocale()
  const [sentence, setSentence] = useState('')
  return (
    <>
      <Field
        label={t(x.sentence)}
        hint={t(x.sentenceHint)}
        wrong={reason && t(reason)}
        maxLength={1000}
        value={sentence}
        onText={setSentence}
        placeholder={t(x.sentenceExample)}
      />
      <div className="mt2">
        <button
          type="button"
          className="btn small"
          disabled={busy || sentence.trim() === ''}
          onClick={() => onPropose(sentence)}
        >
          {t(x.propose)}
        </button>
      </div>
    </>
  )
}

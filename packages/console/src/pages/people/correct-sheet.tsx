import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { correctionOf } from './correction-of.ts'

export interface CorrectSheetProps {
  readonly personId: string
  readonly traits: Readonly<Record<string, unknown>>
  /** The request that the correction answers. */
  readonly request: string | undefined
  readonly onCorrected: () => void
  readonly onClose: () => void
}

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Traits as they are said, to be put right, taken away or added to. */
export function CorrectSheet({ personId, traits, request, onCorrected, onClose }: CorrectSheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(
      Object.entries(traits)
        .filter(([, value]) => !isNested(value))
        .map(([name, value]) => [name, String(value)]),
    ),
  )
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set())
  const [added, setAdded] = useState({ name: '', value: '' })
  const correction = correctionOf({ traits, texts, removed, added })
  const action = useAction(async () => {
    await client.send('POST', paths.correct(personId), {
      traits: correction,
      ...(request === undefined ? {} : { request }),
    })
    onCorrected()
  })
  const toggle = (name: string) =>
    setRemoved((before) => {
      const next = new Set(before)
      if (!next.delete(name)) next.add(name)
      return next
    })
  return (
    <Sheet title={t(x.correctTitle)} onClose={onClose}>
      <p className="sm soft mt2">{t(x.correctWhy)}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        {Object.entries(texts).map(([name, text]) => (
          <div className="with-button" key={name}>
            <Field
              label={name}
              {...(removed.has(name) ? { hint: t(x.removed) } : {})}
              maxLength={2000}
              autoComplete="off"
              disabled={removed.has(name)}
              value={text}
              onText={(next) => setTexts((before) => ({ ...before, [name]: next }))}
            />
            <button
              type="button"
              className="btn quiet small"
              aria-label={t(removed.has(name) ? x.keepTrait(name) : x.removeTrait(name))}
              onClick={() => toggle(name)}
            >
              {t(removed.has(name) ? commonTexts.keep : commonTexts.remove)}
            </button>
          </div>
        ))}
        {Object.entries(traits)
          .filter(([, value]) => isNested(value))
          .map(([name]) => (
            <p className="xs muted mt3" key={name}>
              <span className="mono">{name}</span> {t(x.nested)}
            </p>
          ))}
        <div className="pair mt3">
          <Field
            label={t(x.newTrait)}
            className="input mono"
            maxLength={128}
            autoComplete="off"
            value={added.name}
            onText={(name) => setAdded((before) => ({ ...before, name }))}
          />
          <Field
            label={t(x.newValue)}
            maxLength={2000}
            autoComplete="off"
            value={added.value}
            onText={(value) => setAdded((before) => ({ ...before, value }))}
          />
        </div>
        <FormProblem problem={action.problem} known={{ 'nothing-to-correct': x.nothingToCorrect }} />
        <SheetButtons
          submit={x.correctSubmit}
          disabled={action.busy || Object.keys(correction).length === 0}
          onCancel={onClose}
        />
      </form>
    </Sheet>
  )
}

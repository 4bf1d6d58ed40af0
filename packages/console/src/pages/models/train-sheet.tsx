import { useId, useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'

export interface TrainSheetProps {
  readonly names: readonly string[]
  readonly initial: string
  readonly onStarted: () => void
  readonly onClose: () => void
}

/** Recommenders that can be trained; the server refuses others and says which it knows. */
const kinds = ['recencyItemKnn', 'popularity'] as const

export function TrainSheet({ names, initial, onStarted, onClose }: TrainSheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [name, setName] = useState(initial)
  const [kind, setKind] = useState('')
  const [promote, setPromote] = useState(true)
  const id = useId()
  const known = names.includes(name)
  const action = useAction(async () => {
    await client.send('POST', paths.train(name.trim()), { promote, ...(kind === '' ? {} : { kind }) })
    onStarted()
  })
  return (
    <Sheet title={t(x.trainTitle)} onClose={onClose}>
      <form
        className="stack mt2"
        onSubmit={async (event) => {
          event.preventDefault()
          if (name.trim() !== '' && (await action.run())) onClose()
        }}
      >
        <p className="sm soft">{t(x.trainWhy)}</p>
        <div className="field">
          <label htmlFor={`${id}name`}>{t(x.name)}</label>
          <input
            id={`${id}name`}
            className="input"
            list={`${id}names`}
            required
            maxLength={64}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <datalist id={`${id}names`}>
            {[...new Set([...names, ...kinds])].map((option) => (
              <option key={option} value={option} />
            ))}
          </datalist>
          <span className="hint">{t(x.nameHint)}</span>
        </div>
        <div className="field">
          <label htmlFor={`${id}kind`}>{t(x.kind)}</label>
          <select id={`${id}kind`} className="input" value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{known ? t(x.kindDefault) : name || '–'}</option>
            {kinds.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
        </div>
        <label className="check-row">
          <input
            type="checkbox"
            className="switch"
            checked={promote}
            onChange={(event) => setPromote(event.target.checked)}
          />
          {t(x.autoPromote)}
        </label>
        {action.problem ? <ProblemBanner problem={action.problem} what={commonTexts.notDone} /> : null}
        <SheetButtons submit={x.trainConfirm} disabled={action.busy || name.trim() === ''} onCancel={onClose} />
      </form>
    </Sheet>
  )
}

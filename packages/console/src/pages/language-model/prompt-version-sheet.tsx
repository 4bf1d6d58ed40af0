import type { PromptVersionInput, PromptView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Area } from '../../components/area.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { promptTexts as x } from '../../texts/prompt-texts.ts'
import type { Text } from '../../texts/text.ts'

export interface PromptVersionSheetProps {
  readonly prompt: PromptView
  readonly onSaved: () => void
  readonly onClose: () => void
}

type Texts = PromptVersionInput['texts']
const areas: readonly (readonly [language: 'en' | 'zh', part: 'system' | 'user', label: Text])[] = [
  ['en', 'system', x.systemEn],
  ['en', 'user', x.userEn],
  ['zh', 'system', x.systemZh],
  ['zh', 'user', x.userZh],
]

/** A version in both languages, written from the one in force. */
export function PromptVersionSheet({ prompt, onSaved, onClose }: PromptVersionSheetProps) {
  const { t, f } = useLocale()
  const { client } = useSession()
  const [title, setTitle] = useState('')
  const [texts, setTexts] = useState<Texts | undefined>(
    () => (prompt.versions.find(({ version }) => version === prompt.inForce) ?? prompt.versions[0])?.texts,
  )
  const save = useAction(async () => {
    await client.send('POST', paths.promptVersions(prompt.id), { title: title.trim(), texts })
    onSaved()
  })
  const { language, part } = (save.problem?.details ?? {}) as { language?: string; part?: string }
  return (
    <Sheet title={t(x.addTitle(prompt.id))} wide onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (await save.run()) onClose()
        }}
      >
        <p className="sm soft mt2">
          {t(x.addHint(f.list(Object.keys(prompt.variables).map((name) => `{{${name}}}`))))}
        </p>
        <Field label={t(x.title)} required maxLength={200} value={title} onText={setTitle} />
        {areas.map(([of, what, label]) => (
          <Area
            key={`${of}${what}`}
            label={t(label)}
            rows={6}
            required
            maxLength={8000}
            lang={of === 'zh' ? 'zh-CN' : 'en'}
            aria-invalid={language === of && part === what}
            value={texts?.[of][what] ?? ''}
            onText={(text) => setTexts((old) => old && { ...old, [of]: { ...old[of], [what]: text } })}
          />
        ))}
        {save.problem ? (
          <div className="mt3">
            <ProblemBanner problem={save.problem} what={commonTexts.notDone} />
          </div>
        ) : null}
        <SheetButtons submit={x.keep} disabled={save.busy} onCancel={onClose} />
      </form>
    </Sheet>
  )
}

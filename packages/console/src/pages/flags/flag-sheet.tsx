import type { FlagView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { featureFlagTexts as x } from '../../texts/feature-flag-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { type DraftRule, flagDraftOf, flagOf, jsonOf, settingsOf, withRule } from './flag-draft.ts'
import { ruleWords } from './rule-words.ts'

export interface FlagSheetProps {
  /** Undefined: a new one. */
  readonly flag: FlagView | undefined
  readonly onSaved: () => void
  readonly onClose: () => void
}

/** Values and shares of a flag. */
export function FlagSheet({ flag, onSaved, onClose }: FlagSheetProps) {
  const locale = useLocale()
  const { t, f } = locale
  const { client } = useSession()
  const [id, setId] = useState(flag?.id ?? '')
  const [draft, setDraft] = useState(() => flagDraftOf(flag && settingsOf(flag)))
  const input = flagOf(draft)
  const wrong = (text: string): string | undefined => (jsonOf(text) === undefined ? t(x.notJson) : undefined)
  const change = (key: number, part: Partial<DraftRule>) =>
    setDraft({ ...draft, rules: draft.rules.map((rule) => (rule.key === key ? { ...rule, ...part } : rule)) })
  const save = useAction(async () => {
    await client.send('PUT', paths.flag(flag?.id ?? id.trim()), input)
    onSaved()
  })
  return (
    <Sheet title={t(flag ? x.edit(flag.title || flag.id) : x.create)} wide onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (await save.run()) onClose()
        }}
      >
        {flag ? null : (
          <Field
            label={t(x.id)}
            hint={t(x.idHint)}
            className="input mono"
            required
            maxLength={64}
            value={id}
            onText={setId}
          />
        )}
        <Field
          label={t(x.name)}
          maxLength={200}
          value={draft.title}
          onText={(title) => setDraft({ ...draft, title })}
        />
        {draft.rules.map(({ key, rule, value, share }, at) =>
          'experiment' in rule ? (
            <p key={key} className="sm mt3">
              {f.count(at + 1)}. {ruleWords(rule, locale)}
            </p>
          ) : (
            <div key={key} className="with-button">
              <div className="pair">
                <Field
                  label={t(x.ruleValue(f.count(at + 1)))}
                  className="input mono"
                  wrong={wrong(value)}
                  value={value}
                  onText={(text) => change(key, { value: text })}
                />
                <Field
                  label={t(x.ruleShare(f.count(at + 1)))}
                  type="number"
                  min="0"
                  max="100"
                  step="any"
                  required
                  value={share}
                  onText={(text) => change(key, { share: text })}
                />
              </div>
              <button
                type="button"
                className="btn quiet icon"
                aria-label={t(x.removeRule(f.count(at + 1)))}
                onClick={() => setDraft({ ...draft, rules: draft.rules.filter((one) => one.key !== key) })}
              >
                <Icon name="cross" />
              </button>
            </div>
          ),
        )}
        <div className="mt3">
          <button
            type="button"
            className="btn small"
            onClick={() => setDraft({ ...draft, rules: withRule(draft.rules) })}
          >
            <Icon name="plus" />
            {t(x.addRule)}
          </button>
        </div>
        <Field
          label={t(x.defaultValue)}
          hint={t(x.json)}
          className="input mono"
          wrong={wrong(draft.defaultValue)}
          value={draft.defaultValue}
          onText={(defaultValue) => setDraft({ ...draft, defaultValue })}
        />
        {save.problem ? (
          <div className="mt3">
            <ProblemBanner problem={save.problem} what={commonTexts.notDone} />
          </div>
        ) : null}
        <SheetButtons submit={x.save} disabled={save.busy || input === undefined} onCancel={onClose} />
      </form>
    </Sheet>
  )
}

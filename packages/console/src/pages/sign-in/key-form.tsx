import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { signInTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export function KeyForm({ onKey }: { readonly onKey: (key: string) => void }) {
  const { t } = useLocale()
  const [key, setKey] = useState('')
  const [empty, setEmpty] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (key.trim() === '') return setEmpty(true)
        onKey(key.trim())
      }}
    >
      <Field
        label={t(x.key)}
        hint={t(x.keyHint)}
        wrong={empty ? t(x.keyEmpty) : undefined}
        className="input mono"
        type="password"
        autoComplete="off"
        value={key}
        onText={(text) => {
          setKey(text)
          setEmpty(false)
        }}
      />
      <div className="mt4">
        <button type="submit" className="btn primary">
          {t(x.submit)}
        </button>
      </div>
    </form>
  )
}

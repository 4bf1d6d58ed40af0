import { useEffect, useId, useState } from 'react'
import { Logo } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { shellTexts, signInTexts as x } from '../../texts/shell-texts.ts'
import type { Text } from '../../texts/text.ts'

export interface SignInPageProps {
  /** What happened before, such as a key that is no longer valid. */
  readonly notice: Text | undefined
  readonly onKey: (key: string) => void
}

export function SignInPage({ notice, onKey }: SignInPageProps) {
  const { t, language, setLanguage } = useLocale()
  const [key, setKey] = useState('')
  const [empty, setEmpty] = useState(false)
  const id = useId()
  const other = language === 'zh' ? 'en' : 'zh'
  useEffect(() => {
    document.title = `${t(x.title)} · Attune`
  }, [t])
  return (
    <div className="sign-in">
      <main>
        <div className="row between">
          <span className="brand">
            <Logo />
            Attune
          </span>
          <button
            type="button"
            className="btn quiet small"
            lang={other === 'zh' ? 'zh-CN' : 'en'}
            onClick={() => setLanguage(other)}
          >
            {t(shellTexts.otherLanguage)}
          </button>
        </div>
        <form
          className="card"
          onSubmit={(event) => {
            event.preventDefault()
            if (key.trim() === '') return setEmpty(true)
            onKey(key.trim())
          }}
        >
          <h1>{t(x.title)}</h1>
          <p className="sm soft mt1">{t(x.lead)}</p>
          {notice ? (
            <div className="banner bad mt3" role="alert">
              {t(notice)}
            </div>
          ) : null}
          <div className="field mt4">
            <label htmlFor={id}>{t(x.key)}</label>
            <input
              id={id}
              className="input mono"
              type="password"
              autoComplete="off"
              aria-describedby={`${id}hint`}
              aria-invalid={empty}
              value={key}
              onChange={(event) => {
                setKey(event.target.value)
                setEmpty(false)
              }}
            />
            <span className={empty ? 'hint bad' : 'hint'} id={`${id}hint`}>
              {t(empty ? x.empty : x.hint)}
            </span>
          </div>
          <div className="mt4">
            <button type="submit" className="btn primary">
              {t(x.submit)}
            </button>
          </div>
        </form>
      </main>
    </div>
  )
}

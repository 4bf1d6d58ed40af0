import { type ReactNode, useEffect } from 'react'
import { Logo } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { shellTexts } from '../../texts/shell-texts.ts'
import type { Text } from '../../texts/text.ts'

export interface SignInFrameProps {
  readonly title: Text
  readonly lead?: Text | undefined
  /** What happened before, such as a key that is no longer valid. */
  readonly notice?: Text | undefined
  readonly children: ReactNode
}

/** The page before the console: one card, one question. */
export function SignInFrame({ title, lead, notice, children }: SignInFrameProps) {
  const { t, language, setLanguage } = useLocale()
  const other = language === 'zh' ? 'en' : 'zh'
  useEffect(() => {
    document.title = `${t(title)} · Attune`
  }, [t, title])
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
        <div className="card">
          <h1>{t(title)}</h1>
          {lead ? <p className="sm soft mt1">{t(lead)}</p> : null}
          {notice ? (
            <div className="banner bad mt3" role="alert">
              {t(notice)}
            </div>
          ) : null}
          {children}
        </div>
      </main>
    </div>
  )
}

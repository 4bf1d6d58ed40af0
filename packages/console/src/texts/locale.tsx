import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { createFormat, type Format } from '../format/create-format.ts'
import { type Language, pick, type Text } from './text.ts'

export interface Locale {
  readonly language: Language
  readonly t: (text: Text) => string
  readonly f: Format
  setLanguage(language: Language): void
}

const LocaleContext = createContext<Locale | undefined>(undefined)

export interface LocaleProviderProps {
  readonly initial: Language
  readonly now?: () => number
  readonly timeZone?: string
  readonly onChange?: (language: Language) => void
  readonly children: ReactNode
}

/** Gives every component the language, its texts and its numbers; keeps the document's `lang` right. */
export function LocaleProvider({ initial, now = Date.now, timeZone, onChange, children }: LocaleProviderProps) {
  const [language, setLanguage] = useState(initial)
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    onChange?.(language)
  }, [language, onChange])
  const locale = useMemo<Locale>(
    () => ({
      language,
      t: (text) => pick(text, language),
      f: createFormat({ language, now, ...(timeZone === undefined ? {} : { timeZone }) }),
      setLanguage,
    }),
    [language, now, timeZone],
  )
  return <LocaleContext value={locale}>{children}</LocaleContext>
}

export function useLocale(): Locale {
  const locale = use(LocaleContext)
  if (!locale) throw new Error('useLocale needs a LocaleProvider above it.')
  return locale
}

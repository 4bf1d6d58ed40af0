import { browserStorage } from '../shell/browser-storage.ts'
import type { Language } from './text.ts'

const name = 'attune.language'

/** What the reader chose before, else what their browser prefers, else English. */
export function startLanguage(storage: Storage | undefined): Language {
  try {
    const stored = storage?.getItem(name)
    if (stored === 'zh' || stored === 'en') return stored
  } catch {
    // Storage is forbidden: ask the browser.
  }
  return navigator.languages
    .find((language) => /^(zh|en)\b/i.test(language))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh'
    : 'en'
}

export function rememberLanguage(language: Language): void {
  try {
    browserStorage('local')?.setItem(name, language)
  } catch {
    // Forgotten with the tab where storage is forbidden.
  }
}

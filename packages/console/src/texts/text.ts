/** One text of the console in both languages. They are written for readers of each, not translated. */
export type Text = readonly [en: string, zh: string]
export type Language = 'en' | 'zh'

export const pick = (text: Text, language: Language): string => text[language === 'zh' ? 1 : 0]

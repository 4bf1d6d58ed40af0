/**
 * The language of a short text by its script: Chinese where Han characters are a fifth of the letters or more and there is no kana
 * or hangul, English where Latin letters prevail.
 */
export function scriptOf(text: string): 'zh' | 'en' | 'other' {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return 'other'
  if (han > 0 && han >= letters / 5) return 'zh'
  return latin > letters / 2 ? 'en' : 'other'
}

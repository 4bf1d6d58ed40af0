import type { Language } from '../../texts/text.ts'

/** A metric as people call it: of a title in both languages, `People who order · 下单的人`, the part in theirs. */
export function metricTitle(
  { id, title }: { readonly id: string; readonly title: string },
  language: Language,
): string {
  const parts = title.split(' · ')
  return (parts.length === 2 ? parts[language === 'zh' ? 1 : 0] : title) || id
}

import type { ConsentText } from './consent.ts'

/** The part of a language tag that says which language it is: `zh` of `zh-CN`. */
const primary = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? ''

/**
 * The text that people are shown now: of the version that came last (a version is as old as its first language, so that a
 * translation that comes late does not bring an old version back) the body in the language asked for; where there is
 * none, the nearest one: the same language of another place, then English, then any.
 *
 * @returns undefined where no text was put
 * @example currentText(consent.texts('default'), 'zh-CN') // → { version: '2026-03', language: 'zh-CN', body: … }
 */
export function currentText(texts: readonly ConsentText[], language = 'en'): ConsentText | undefined {
  const born = new Map<string, string>()
  for (const { version, createdAt } of texts) {
    const known = born.get(version)
    if (known === undefined || createdAt < known) born.set(version, createdAt)
  }
  const [newest] = [...born].sort(([a, bornA], [b, bornB]) => bornB.localeCompare(bornA) || b.localeCompare(a))
  const bodies = texts.filter(({ version }) => version === newest?.[0])
  return (
    bodies.find((text) => text.language.toLowerCase() === language.toLowerCase()) ??
    bodies.find((text) => primary(text.language) === primary(language)) ??
    bodies.find((text) => primary(text.language) === 'en') ??
    bodies[0]
  )
}

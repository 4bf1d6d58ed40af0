import { useLocale } from '../../texts/locale.tsx'
import { opinionTexts as x } from '../../texts/opinion-texts.ts'

/** Sentences of people, redacted by the API; why there are none where there are none. */
export function Examples({ examples }: { readonly examples: readonly string[] }) {
  const { t } = useLocale()
  if (examples.length === 0) return <small className="muted">{t(x.few)}</small>
  return (
    <>
      {examples.map((example) => (
        <small key={example} className="break">
          {t(x.quote(example))}
        </small>
      ))}
    </>
  )
}

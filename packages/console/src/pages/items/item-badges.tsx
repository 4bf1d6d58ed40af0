import { lackTexts, itemTexts as x } from '../../texts/item-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export function Availability({ available }: { readonly available: boolean }) {
  const { t } = useLocale()
  return (
    <span className="row nowrap" style={{ gap: 6 }}>
      <span className={available ? 'dot' : 'dot off'} />
      {t(available ? x.availableYes : x.availableNo)}
    </span>
  )
}

export function Lacks({ missing }: { readonly missing: readonly string[] }) {
  const { t } = useLocale()
  if (missing.length === 0) return <span className="muted">{t(x.complete)}</span>
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {missing.map((name) => (
        <span key={name} className="badge warn">
          {t(lackTexts[name] ?? [name, name])}
        </span>
      ))}
    </span>
  )
}

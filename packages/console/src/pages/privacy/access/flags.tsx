import type { AccessFlag } from 'attune/api-types'
import { flagTexts, reviewTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'

/** Why an access deserves a second look: a word and a shape each. */
export function Flags({ flags }: { readonly flags: readonly AccessFlag[] }) {
  const { t } = useLocale()
  if (flags.length === 0) return <span className="muted">{t(x.fine)}</span>
  return (
    <span className="row wrap flags">
      {flags.map((flag) => (
        <span key={flag} className="badge warn">
          <span className="dot warn" />
          {t(flagTexts[flag] ?? [flag, flag])}
        </span>
      ))}
    </span>
  )
}

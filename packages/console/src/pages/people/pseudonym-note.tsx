import { useSession } from '../../api/session.tsx'
import { Icon } from '../../components/icon.tsx'
import { pseudonymTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** Says why no names are shown, and where to go with a reason; nothing for those who see them. */
export function PseudonymNote() {
  const { t } = useLocale()
  const { can, personal } = useSession()
  if (personal !== false) return null
  return (
    <div className="banner" style={{ marginBottom: 16 }}>
      <Icon name="info" />
      <div className="grow">
        {t(x.note)} {can('personal.breakGlass') ? <a href="#/account">{t(x.ask)}</a> : null}
      </div>
    </div>
  )
}

import { useSession } from '../api/session.tsx'
import { Icon } from '../components/icon.tsx'
import { href } from '../router/route.ts'
import { useLocale } from '../texts/locale.tsx'
import { shellTexts } from '../texts/shell-texts.ts'
import { browserStorage } from './browser-storage.ts'
import { LiveSign } from './live-sign.tsx'
import { groupOf, titleOf } from './pages.ts'
import { toggleTheme } from './theme.ts'

export interface TopBarProps {
  readonly page: string
  /** Name of the one thing shown, where the page shows one. */
  readonly detail: string | undefined
  readonly drawerOpen: boolean
  readonly onBurger: () => void
}

export function TopBar({ page, detail, drawerOpen, onBurger }: TopBarProps) {
  const { t, language, setLanguage } = useLocale()
  const { signOut } = useSession()
  const group = groupOf(page)
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <header className="top">
      <button
        type="button"
        className="btn quiet icon burger"
        aria-label={t(drawerOpen ? shellTexts.closeNavigation : shellTexts.openNavigation)}
        aria-expanded={drawerOpen}
        aria-controls="navigation"
        onClick={onBurger}
      >
        <Icon name="menu" />
      </button>
      <div className="crumb">
        {group ? (
          <>
            <span>{t(group.title)}</span>
            <i aria-hidden="true" style={{ fontStyle: 'normal' }}>
              /
            </i>
          </>
        ) : null}
        {detail === undefined ? (
          <b>{t(titleOf(page))}</b>
        ) : (
          <>
            <a href={href([page])}>{t(titleOf(page))}</a>
            <i aria-hidden="true" style={{ fontStyle: 'normal' }}>
              /
            </i>
            <b>{detail}</b>
          </>
        )}
      </div>
      <span className="spacer" />
      <LiveSign />
      <button
        type="button"
        className="btn quiet small"
        lang={other === 'zh' ? 'zh-CN' : 'en'}
        onClick={() => setLanguage(other)}
      >
        {t(shellTexts.otherLanguage)}
      </button>
      <button
        type="button"
        className="btn quiet icon small"
        aria-label={t(shellTexts.theme)}
        title={t(shellTexts.theme)}
        onClick={() => toggleTheme(browserStorage('local'))}
      >
        <Icon name="sun" />
      </button>
      <button
        type="button"
        className="btn quiet icon small"
        aria-label={t(shellTexts.signOut)}
        title={t(shellTexts.signOut)}
        onClick={signOut}
      >
        <Icon name="exit" />
      </button>
    </header>
  )
}

import { useSession } from '../api/session.tsx'
import { Icon, Logo } from '../components/icon.tsx'
import { href } from '../router/route.ts'
import { useLocale } from '../texts/locale.tsx'
import { shellTexts } from '../texts/shell-texts.ts'
import { DueBadge } from './due-badge.tsx'
import { pageGroups, pagesFor, protectGroup } from './pages.ts'

export interface NavigationProps {
  /** First segment of the route; empty for the overview. */
  readonly page: string
  readonly onSearch: () => void
}

export function Navigation({ page, onSearch }: NavigationProps) {
  const { t } = useLocale()
  const { can, person } = useSession()
  const guarding = pagesFor(protectGroup, can)
  const current = (id: string) => (id === page ? 'page' : undefined)
  return (
    <nav className="nav" id="navigation" aria-label={t(shellTexts.main)}>
      <a className="brand" href="#/">
        <Logo />
        Attune
      </a>
      <button type="button" className="nav-search" onClick={onSearch}>
        <Icon name="search" />
        {t(shellTexts.search)}
        <kbd>Ctrl K</kbd>
      </button>
      <a className="leaf top-level" href="#/" aria-current={current('')}>
        <Icon name="home" />
        {t(shellTexts.overview)}
      </a>
      <div className="nav-loop">
        {pageGroups.map((group) => (
          <div key={group.id} className={`nav-group ${group.pages.some((entry) => entry.id === page) ? 'on' : ''}`}>
            <div className="gh">{t(group.title)}</div>
            {group.pages.map((entry) => (
              <a key={entry.id} className="leaf" href={href([entry.id])} aria-current={current(entry.id)}>
                {t(entry.title)}
              </a>
            ))}
          </div>
        ))}
      </div>
      {guarding.length > 0 ? (
        <div className={`nav-group ${guarding.some((entry) => entry.id === page) ? 'on' : ''}`}>
          <div className="gh">{t(protectGroup.title)}</div>
          {guarding.map((entry) => (
            <a key={entry.id} className="leaf" href={href([entry.id])} aria-current={current(entry.id)}>
              {t(entry.title)}
              {entry.id === 'privacy' ? <DueBadge /> : null}
            </a>
          ))}
        </div>
      ) : null}
      <div className="nav-foot">
        {can('keys.manage') ? (
          <a className="leaf top-level" href="#/keys" aria-current={current('keys')}>
            <Icon name="key" />
            {t(shellTexts.keys)}
          </a>
        ) : null}
        {can('users.read') ? (
          <a className="leaf top-level" href="#/members" aria-current={current('members')}>
            <Icon name="understand" />
            {t(shellTexts.members)}
          </a>
        ) : null}
        {can('system.read') ? (
          <a className="leaf top-level" href="#/language-model" aria-current={current('language-model')}>
            <Icon name="words" />
            {t(shellTexts.languageModel)}
          </a>
        ) : null}
        {person ? (
          <a className="leaf top-level" href="#/account" aria-current={current('account')}>
            <Icon name="info" />
            {t(shellTexts.account)}
          </a>
        ) : null}
      </div>
    </nav>
  )
}

/** The loop under the thumb. */
export function TabBar({ page }: { readonly page: string }) {
  const { t } = useLocale()
  return (
    <nav className="tabbar" aria-label={t(shellTexts.loop)}>
      <a href="#/" aria-current={page === '' ? 'true' : undefined}>
        <Icon name="home" />
        {t(shellTexts.overview)}
      </a>
      {pageGroups.map((group) => (
        <a
          key={group.id}
          href={href([group.pages[0]?.id ?? ''])}
          aria-current={group.pages.some((entry) => entry.id === page) ? 'true' : undefined}
        >
          <Icon name={group.icon} />
          {t(group.title)}
        </a>
      ))}
    </nav>
  )
}

import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Route } from '../router/route.ts'
import { useLocale } from '../texts/locale.tsx'
import { shellTexts } from '../texts/shell-texts.ts'
import { Navigation, TabBar } from './navigation.tsx'
import { Palette } from './palette.tsx'
import { TopBar } from './top-bar.tsx'

export interface AppShellProps {
  readonly route: Route
  readonly detail: string | undefined
  readonly children: ReactNode
}

export function AppShell({ route, detail, children }: AppShellProps) {
  const { t } = useLocale()
  const [drawer, setDrawer] = useState(false)
  const [palette, setPalette] = useState(false)
  const main = useRef<HTMLElement>(null)
  const place = route.path.join('/')
  const lastPlace = useRef(place)

  // A new page starts at its top, with the reader (and a screen reader) in it.
  useEffect(() => {
    if (lastPlace.current === place) return
    lastPlace.current = place
    setDrawer(false)
    scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [place])
  useEffect(() => {
    const key = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setPalette((open) => !open)
      }
      if (event.key === 'Escape') setDrawer(false)
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])

  const page = route.path[0] ?? ''
  return (
    <div className={drawer ? 'app open' : 'app'}>
      {/* biome-ignore lint/a11y/useValidAnchor: the address after # is the route, so the jump is made by hand */}
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {t(shellTexts.skip)}
      </a>
      <Navigation page={page} onSearch={() => setPalette(true)} />
      <div className="drawer-veil" aria-hidden="true" onClick={() => setDrawer(false)} />
      <div className="col">
        <TopBar page={page} detail={detail} drawerOpen={drawer} onBurger={() => setDrawer((open) => !open)} />
        <main className="page" id="main" ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <TabBar page={page} />
      {palette ? <Palette onClose={() => setPalette(false)} /> : null}
    </div>
  )
}

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { keyInHash, storedKey } from './api/stored-key.ts'
import { App } from './app.tsx'
import { parseRoute } from './router/route.ts'
import { browserStorage } from './shell/browser-storage.ts'
import { applyTheme, storedTheme } from './shell/theme.ts'
import './styles/index.css'
import { LocaleProvider } from './texts/locale.tsx'
import { rememberLanguage, startLanguage } from './texts/start-language.ts'

applyTheme(storedTheme(browserStorage('local')))

// What is handed over in the address leaves it at once, so that it stays out of history, bookmarks and screenshots.
const handed = keyInHash(location.hash)
const { path, query } = parseRoute(location.hash)
const welcome = path[0] === 'welcome' ? path[1] : undefined
const problem = path[0] === 'sign-in' ? query.get('problem') : undefined
if (handed !== undefined) storedKey.write(browserStorage('session'), decodeURIComponent(handed))
if (handed !== undefined || path[0] === 'welcome' || path[0] === 'sign-in')
  history.replaceState(null, '', `${location.pathname}${location.search}#/`)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <LocaleProvider initial={startLanguage(browserStorage('local'))} onChange={rememberLanguage}>
        <App
          initialKey={handed === undefined ? storedKey.read(browserStorage('session')) : decodeURIComponent(handed)}
          welcome={welcome}
          problem={problem}
        />
      </LocaleProvider>
    </StrictMode>,
  )

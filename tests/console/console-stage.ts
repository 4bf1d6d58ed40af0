import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { builtConsole } from './build-console.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'
import { chromiumPath, openBrowser } from './open-browser.ts'

/** What tests of the console in a browser stand on; there from their `beforeAll` on, where there is a browser. */
export interface ConsoleStage {
  readonly browser: Browser
  readonly server: FixtureServer
}

/** The console as it ships, a server of fixtures and a browser, for the tests of one file. */
export function consoleStage(): ConsoleStage {
  let browser: Browser | undefined
  let server: FixtureServer | undefined
  beforeAll(async () => {
    if (chromiumPath === undefined) return
    server = await startFixtureServer({ root: await builtConsole(), now: Date.now() })
    browser = await openBrowser()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  return {
    get browser() {
      return browser as Browser
    },
    get server() {
      return server as FixtureServer
    },
  }
}

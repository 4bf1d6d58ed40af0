import { afterEach, beforeEach, vi } from 'vitest'

/** What commands have printed on standard output in a test. */
export interface Printed {
  readonly text: string
  clear(): void
}

/** Keeps what commands print in the tests of a file, and puts the exit code back; nothing reaches the terminal. */
export function keepPrinted(): Printed {
  let text = ''
  beforeEach(() => {
    text = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      text += String(part)
      return true
    })
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  })
  afterEach(() => {
    vi.restoreAllMocks()
    process.exitCode = 0
  })
  return {
    get text() {
      return text
    },
    clear() {
      text = ''
    },
  }
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder for the consoles that tests build; gone after them. */
    consoleBuilds: string
  }
}

/** Says once, before the tests, what will be skipped and why. */
export default function setup(project: TestProject): () => void {
  const data = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', 'shared', 'data')
  if (!existsSync(data))
    console.warn(`No data sets at ${data} (ATTUNE_TEST_DATA): tests that need one are skipped by name.`)
  const consoleBuilds = mkdtempSync(join(tmpdir(), 'attune-consoles-'))
  project.provide('consoleBuilds', consoleBuilds)
  return () => rmSync(consoleBuilds, { recursive: true, force: true })
}

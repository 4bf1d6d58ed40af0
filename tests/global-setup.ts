import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Says once, before the tests, what will be skipped and why. */
export default function setup(): void {
  const data = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', 'shared', 'data')
  if (!existsSync(data))
    console.warn(`No data sets at ${data} (ATTUNE_TEST_DATA): tests that need one are skipped by name.`)
}

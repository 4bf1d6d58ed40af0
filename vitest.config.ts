import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// As under npm test, where tests run without it: threads and commands that tests start load compiled modules.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compile')

/** Packages of this repository are tested from their sources. */
const condition = 'attune-source'

const builtAndInstalled = ['**/node_modules/**', '**/dist/**']

/**
 * They change what all modules of a process share (a mocked module of Node), so each has a process of its own. All others share a
 * process and what it has loaded, which is most of what a small file costs: they give back what they take (spies, timers, environment,
 * folder), and no module keeps more than what it worked out once.
 */
const apart = ['packages/attune/src/store/journal.test.ts']

/** Projects run one after another, each in processes of its own: what a process has loaded and kept ends with them. */
const shared = (name: string, include: readonly string[]) => ({
  extends: true as const,
  test: { name, include: [...include], exclude: [...builtAndInstalled, ...apart], isolate: false },
})

export default defineConfig({
  resolve: { conditions: [condition, 'node'] },
  ssr: { resolve: { conditions: [condition, 'node'], externalConditions: [condition] } },
  test: {
    exclude: builtAndInstalled,
    execArgv: [`--conditions=${condition}`],
    globalSetup: ['tests/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A page asks a moment after typing has paused; on a busy machine its answer is not there within the second that is usual.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      shared('libraries', ['packages/{kernels,language,learn,measure,recommend,simulate}/src/**/*.test.ts']),
      shared('platform', ['packages/{attune,client,console}/src/**/*.test.{ts,tsx}']),
      shared('whole', ['tests/**/*.test.ts', 'bench/**/*.test.ts']),
    ],
  },
})

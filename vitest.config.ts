import { defineConfig } from 'vitest/config'

/** Packages of this repository are tested from their sources. */
const condition = 'attune-source'

/** They keep nothing outside of what their functions return, so their tests may share a process and what it has loaded. */
const libraries = 'packages/{kernels,language,learn,measure,recommend,simulate}/src/**/*.test.ts'

export default defineConfig({
  resolve: { conditions: [condition, 'node'] },
  ssr: { resolve: { conditions: [condition, 'node'], externalConditions: [condition] } },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    execArgv: [`--conditions=${condition}`],
    globalSetup: ['tests/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A page asks a moment after typing has paused; on a busy machine its answer is not there within the second that is usual.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', libraries],
        },
      },
      { extends: true, test: { name: 'libraries', include: [libraries], isolate: false } },
    ],
  },
})

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench } from './figure.ts'

const cli = join(import.meta.dirname, '..', 'packages', 'attune', 'src', 'cli', 'main.ts')

interface DemoDocument {
  readonly events: number
  readonly measured: Readonly<Record<string, { readonly lift: number; readonly low: number; readonly high: number }>>
  readonly truth: Readonly<Record<string, number>>
}

/** The demo as a newcomer runs it, but for the console at the end. */
export const demoBench: Bench = {
  name: 'demo',
  title: 'The demo, from its start to its table',
  async run() {
    const cwd = mkdtempSync(join(tmpdir(), 'attune-bench-demo-'))
    try {
      const started = performance.now()
      const args = ['--conditions=attune-source', '--disable-warning=ExperimentalWarning', cli]
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...args, 'demo', '--json', '--no-console', '--port', '0'],
        { cwd },
      )
      const seconds = (performance.now() - started) / 1000
      const { events, measured, truth } = JSON.parse(stdout) as DemoDocument
      return [
        { measure: 'seconds', value: seconds, unit: 's', asked: '≤ 120', met: seconds <= 120 },
        { measure: 'events over HTTP', value: events, unit: '' },
        ...Object.entries(measured).flatMap(([name, { lift, low, high }]) => [
          { measure: `${name}: measured lift`, value: lift, unit: '' },
          {
            measure: `${name}: the simulator’s truth`,
            value: truth[name] ?? Number.NaN,
            unit: '',
            asked: `inside ${low.toFixed(3)} to ${high.toFixed(3)}`,
            met: (truth[name] ?? Number.NaN) >= low && (truth[name] ?? Number.NaN) <= high,
          },
        ]),
      ]
    } finally {
      rmSync(cwd, { recursive: true, force: true })
    }
  },
}

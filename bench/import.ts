import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomOf } from '@attune/recommend'
import type { Bench, Figure } from './figure.ts'

const cli = join(import.meta.dirname, '..', 'packages', 'attune', 'src', 'cli', 'main.ts')

interface Imported {
  /** Of the whole process, from its start to its end. */
  readonly seconds: number
  readonly peakMiB: number
  readonly stored: number
  readonly alreadyStored: number
  readonly quarantined: number
}

/** Events of a shop as CSV: 50,000 persons, 20,000 items, views, carts and orders with prices; one line in a thousand is broken. */
async function writeCsv(path: string, rows: number): Promise<{ good: number }> {
  const random = randomOf(42)
  const names = ['view', 'view', 'view', 'view', 'view', 'view', 'view', 'addtocart', 'addtocart', 'purchase']
  const start = Date.UTC(2026, 0, 1)
  const out = createWriteStream(path)
  let good = 0
  let text = 'user_id,product_id,event,timestamp,price,quantity\n'
  for (let row = 0; row < rows; row += 1) {
    const broken = row % 1000 === 999
    if (!broken) good += 1
    const user = broken ? '' : `user-${Math.floor(random() * 50_000)}`
    const item = `sku-${Math.floor(random() ** 2 * 20_000)}`
    const time = new Date(start + row * 8000).toISOString()
    const price = (random() * 100).toFixed(2)
    text += `${user},${item},${names[Math.floor(random() * 10)]},${time},${price},${1 + Math.floor(random() * 3)}\n`
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, 'drain')
      text = ''
    }
  }
  out.end(text)
  await once(out, 'close')
  return { good }
}

async function importOnce(file: string, dataDir: string): Promise<Imported> {
  const args = ['--conditions=attune-source', '--disable-warning=ExperimentalWarning', cli, 'import', file]
  const started = performance.now()
  const child = spawn(process.execPath, [...args, '--data-dir', dataDir, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (data) => {
    output += String(data)
  })
  let peakMiB = 0
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakOf(child.pid))
  }, 50)
  const [code] = (await once(child, 'close')) as [number]
  clearInterval(watch)
  if (code !== 0) throw new Error(`The import failed: ${output}`)
  const report = JSON.parse(output) as {
    stored: number
    duplicates: { alreadyStored: number }
    quarantined: { count: number }[]
  }
  return {
    seconds: (performance.now() - started) / 1000,
    peakMiB,
    stored: report.stored,
    alreadyStored: report.duplicates.alreadyStored,
    quarantined: report.quarantined.reduce((sum, { count }) => sum + count, 0),
  }
}

/** The highest resident memory of a process so far, where the system tells it. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

async function measure(rows: number): Promise<{ first: Imported; second: Imported; good: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-bench-import-'))
  try {
    const file = join(folder, 'events.csv')
    const { good } = await writeCsv(file, rows)
    const dataDir = join(folder, 'data')
    return { first: await importOnce(file, dataDir), second: await importOnce(file, dataDir), good }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A million events from CSV with the real command: everything from the start of the process to its end. */
export async function run(): Promise<readonly Figure[]> {
  const rows = 1_000_000
  const { first, second } = await measure(rows)
  return [
    {
      measure: '1 M events from CSV, whole process',
      value: first.seconds,
      unit: 's',
      asked: '≤ 15 s',
      met: first.seconds <= 15,
    },
    { measure: 'rows a second', value: rows / first.seconds, unit: '' },
    { measure: 'peak memory', value: first.peakMiB, unit: 'MiB' },
    { measure: 'the same file again (nothing is added)', value: second.seconds, unit: 's' },
  ]
}

/** Every good line is stored once, every broken one set aside, and importing again adds nothing. */
export async function check(): Promise<void> {
  const rows = 20_000
  const { first, second, good } = await measure(rows)
  const right =
    first.stored === good && first.quarantined === rows - good && second.stored === 0 && second.alreadyStored === good
  if (!right) throw new Error(`Of ${good} good lines ${JSON.stringify({ first, second })}`)
}

export const bench: Bench = { name: 'import', title: 'Import of a million events from CSV', run, check }

if (import.meta.main) {
  for (const { measure: what, value, unit, asked, met } of await run()) {
    console.log(
      `${met === false ? '✗' : met ? '✓' : ' '} ${what}: ${value.toFixed(1)} ${unit}${asked ? ` (asked: ${asked})` : ''}`,
    )
  }
}

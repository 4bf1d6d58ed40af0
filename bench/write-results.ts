import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Bench, Figure } from './figure.ts'

const path = join(import.meta.dirname, 'RESULTS.md')
const head = `# Results

Measured figures beside those asked for. Every section was written by the command in it; run it again to repeat it.
`

const significant = (value: number): string =>
  Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(Math.abs(value) >= 100 || Math.abs(value) < 1 ? 4 : 3)))

function section(bench: Bench, figures: readonly Figure[]): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`
  const rows = figures.map(
    ({ measure, value, unit, asked, met }) =>
      `| ${measure} | ${significant(value)} ${unit} | ${asked ? `${asked}${met === undefined ? '' : met ? ' ✓' : ' ✗ missed'}` : ''} |`,
  )
  return `<!-- ${bench.name} -->
## ${bench.title}

\`npm run bench -- ${bench.name}\`, ${new Date().toISOString().slice(0, 10)}, ${machine}

| measure | measured | asked |
|---|---:|---|
${rows.join('\n')}
<!-- /${bench.name} -->
`
}

/** Replaces the benchmark's section of bench/RESULTS.md, or adds it. */
export function writeResults(bench: Bench, figures: readonly Figure[]): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : head
  const own = new RegExp(`<!-- ${bench.name} -->[\\s\\S]*<!-- /${bench.name} -->\\n`)
  const text = section(bench, figures)
  writeFileSync(path, own.test(before) ? before.replace(own, () => text) : `${before}\n${text}`)
}

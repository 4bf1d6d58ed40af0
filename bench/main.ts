import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dataFolder } from './accuracy-data.ts'
import { runAgainst } from './against.ts'
import { benches, groups } from './benches.ts'
import { writeResults } from './write-results.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    against: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
})
const names = positionals.flatMap((name) => groups[name] ?? [name])
const unknown = names.find((name) => !benches.some((bench) => bench.name === name))
if (unknown !== undefined || values.help) {
  console.error(`${unknown === undefined ? '' : `There is no benchmark “${unknown}”.\n`}npm run bench [-- name …] [--check] [--against COMMIT [--rounds N]]
  ${benches.map((bench) => `${bench.name.padEnd(10)} ${bench.title}`).join('\n  ')}
${Object.entries(groups)
  .map(([name, members]) => `${name.padEnd(10)} ${members.join(', ')}`)
  .join('\n  ')}
Without names all run. Figures go to bench/RESULTS.md; --check measures nothing and only checks correctness.
--against runs them at another commit and at this one in turns, and prints both; nothing is written.`)
  process.exit(unknown === undefined ? 0 : 2)
}

if (values.against !== undefined) {
  runAgainst(values.against, names, Number(values.rounds))
  process.exit(0)
}

for (const bench of benches.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const absent = bench.data?.filter((folder) => !existsSync(join(dataFolder, folder))) ?? []
  if (absent.length > 0) {
    console.log(`${bench.name}: skipped, for want of the data set ${absent.join(', ')}`)
    continue
  }
  if (values.check) {
    if (!bench.check) continue
    await bench.check()
    console.log(`${bench.name}: correct`)
    continue
  }
  console.error(`\n${bench.title}`)
  const figures = await bench.run()
  for (const { measure, value, unit, asked, met } of figures)
    console.log(
      `${met === false ? '✗' : met ? '✓' : ' '} ${measure}: ${value} ${unit}${asked ? ` (asked: ${asked})` : ''}`,
    )
  writeResults(bench, figures)
}

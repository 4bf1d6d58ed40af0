import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from './accuracy-data.ts'
import { benches, groups } from './benches.ts'
import { writeResults } from './write-results.ts'

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('--')).flatMap((name) => groups[name] ?? [name])
const unknown = names.find((name) => !benches.some((bench) => bench.name === name))
if (unknown !== undefined || args.includes('--help')) {
  console.error(`${unknown === undefined ? '' : `There is no benchmark “${unknown}”.\n`}npm run bench [-- name …] [--check]
  ${benches.map((bench) => `${bench.name.padEnd(10)} ${bench.title}`).join('\n  ')}
${Object.entries(groups)
  .map(([name, members]) => `${name.padEnd(10)} ${members.join(', ')}`)
  .join('\n  ')}
Without names all run. Figures go to bench/RESULTS.md; --check measures nothing and only checks correctness.`)
  process.exit(unknown === undefined ? 0 : 2)
}

for (const bench of benches.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const absent = bench.data?.filter((folder) => !existsSync(join(dataFolder, folder))) ?? []
  if (absent.length > 0) {
    console.log(`${bench.name}: skipped, for want of the data set ${absent.join(', ')}`)
    continue
  }
  if (args.includes('--check')) {
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

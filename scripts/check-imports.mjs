// Checks who imports whom (see CONTRIBUTING.md): kernels ← learn ← language, recommend ← attune;
// measure, simulate and client import no other package; the console imports only types of the API.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

const allowed = {
  kernels: [],
  learn: ['kernels'],
  language: ['learn', 'kernels'],
  recommend: ['learn', 'kernels'],
  measure: [],
  simulate: ['language'],
  client: [],
  attune: ['kernels', 'learn', 'language', 'recommend', 'measure', 'simulate', 'client'],
  console: [],
}
/** Only as `import type`. */
const typesOnly = { console: ['attune'] }
/** Libraries: no disk, network, process or clock of their own. */
const pure = ['kernels', 'learn', 'language', 'recommend', 'measure', 'simulate']
const impure = /^node:(fs|http|https|net|child_process|process|timers)/

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'node_modules' || name === 'dist') return []
    if (statSync(path).isDirectory()) return files(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })

const faults = []
for (const name of readdirSync('packages')) {
  if (!(name in allowed)) faults.push(`packages/${name}: not in the table of scripts/check-imports.mjs`)
  for (const file of files(join('packages', name, 'src'))) {
    // What tests share is theirs as well.
    const test = /\.(?:test|fixture)\.tsx?$/.test(file)
    for (const [, type, from] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/gm,
    )) {
      const target = from.startsWith('@attune/')
        ? from.split('/')[1]
        : /^attune(\/|$)/.test(from)
          ? 'attune'
          : undefined
      if (target && target !== name) {
        const asType = type && typesOnly[name]?.includes(target)
        if (!allowed[name]?.includes(target) && !asType) faults.push(`${file}: ${name} must not import ${from}`)
      }
      if (from.startsWith('.') && relative(join('packages', name), join(file, '..', from)).startsWith('..'))
        faults.push(`${file}: reaches into another package by ${from}`)
      if (!test && pure.includes(name) && impure.test(from)) faults.push(`${file}: a library must not import ${from}`)
      if (!test && name === 'client' && from.startsWith('node:'))
        faults.push(`${file}: the client must not import ${from}`)
    }
  }
}
if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
console.log('Imports: every package imports only what it may.')

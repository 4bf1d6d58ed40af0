// Checks what package-lock.json pins: every package has a licence that may be used, comes from the public npm registry, and
// is pinned by a hash of its content. Writes nothing. Takes the folder of the repository, or uses its own.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..')
/** Permissive: they ask for their notice to be kept, and for nothing of what uses them. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]
/** Besides, for tools that are used to build and test and are not handed on: changes of their own files are to be shared. */
const toolsOnly = ['CC-BY-4.0', 'MPL-2.0']

/** Whether an SPDX expression leaves a choice that is allowed: every part of an AND, one part of an OR. */
function isAllowed(expression, allowed) {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? []
  let at = 0
  const one = () => {
    if (words[at] === '(') {
      at++
      const inner = or()
      if (words[at++] !== ')') return false
      return inner
    }
    const licence = words[at++]
    if (words[at] !== 'WITH') return allowed.includes(licence)
    // An exception only ever allows more.
    at += 2
    return allowed.includes(licence)
  }
  const and = () => {
    let all = one()
    while (words[at] === 'AND') {
      at++
      all = one() && all
    }
    return all
  }
  const or = () => {
    let any = and()
    while (words[at] === 'OR') {
      at++
      any = and() || any
    }
    return any
  }
  const answer = or()
  return answer && at === words.length
}

/** What the installed package says itself, where it is installed. */
function installedLicence(path) {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return undefined
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof license === 'string') return license
  if (typeof license?.type === 'string') return license.type
  return Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : undefined
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const faults = []
let production = 0
let development = 0
for (const [path, entry] of Object.entries(packages)) {
  // The repository itself and its own packages.
  if (!path.includes('node_modules/') || entry.link) continue
  const name = `${path.slice(path.lastIndexOf('node_modules/') + 13)} ${entry.version}`
  const tool = entry.dev === true || entry.devOptional === true
  if (tool) development++
  else production++

  const allowed = tool ? [...permissive, ...toolsOnly] : permissive
  for (const licence of new Set([entry.license, installedLicence(path)].filter((one) => one !== undefined)))
    if (!isAllowed(licence, allowed))
      faults.push(
        `${name} is under ${licence}, which is not among the licences that ${tool ? 'tools' : 'what we hand on'} may have. ` +
          'Use another package, or add the licence to scripts/check-licences.mjs and say in the commit why it may be used.',
      )
  if (entry.license === undefined && installedLicence(path) === undefined)
    faults.push(`${name} names no licence: without one it may not be used.`)

  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? ''))
    faults.push(`${name} is not pinned by a SHA-512 of its content. Run “npm install” with the public registry again.`)
  if (entry.resolved !== undefined && !entry.resolved.startsWith('https://registry.npmjs.org/'))
    faults.push(`${name} comes from ${new URL(entry.resolved).host}, not from the public npm registry.`)
  if (!/^\d+\.\d+\.\d+/.test(entry.version ?? '')) faults.push(`${name} has no version of the registry.`)
}
if (production + development === 0) faults.push('package-lock.json pins no package.')
if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
console.log(
  `Licences: ${production} packages to hand on and ${development} tools, all under licences that may be used, from the public registry, pinned by hashes.`,
)

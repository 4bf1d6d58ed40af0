// Asks the npm registry for advisories about what we hand on; a high or critical one is a fault. Where the registry does not
// answer this is said, and is no fault: it says nothing about the packages.
import { spawnSync } from 'node:child_process'

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], {
  encoding: 'utf8',
  timeout: 120_000,
  shell: process.platform === 'win32',
})

function reportIn(text) {
  try {
    const report = JSON.parse(text)
    return report.vulnerabilities && report.metadata ? report : undefined
  } catch {
    return undefined
  }
}

const report = reportIn(stdout ?? '')
if (report === undefined) {
  const why = /\b(4\d\d|5\d\d|E[A-Z]{4,})\b.*/.exec(`${stderr}\n${stdout}`)?.[0] ?? 'no answer'
  console.log(`Advisories were NOT checked: the registry gave no report (${why.slice(0, 120)}).`)
  process.exit(0)
}
const grave = Object.values(report.vulnerabilities).filter(({ severity }) => ['high', 'critical'].includes(severity))
for (const { name, severity, range, fixAvailable } of grave)
  console.error(
    `${name} ${range}: an advisory of severity ${severity}. ${fixAvailable ? 'Run “npm audit fix”.' : 'There is no fix yet: use another package or version.'}`,
  )
if (grave.length > 0) process.exit(1)
console.log('Advisories: none of severity high or critical about what we hand on.')

#!/usr/bin/env node
// Starts the command line on any Node, so that an old one gets a sentence instead of a stack trace.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const needed = 24
const major = Number(process.versions.node.split('.')[0])
if (major < needed) {
  console.error(
    `attune needs Node ${needed} or newer; this is ${process.version}. In a checkout use "npm run attune -- …", which brings its own.`,
  )
  process.exit(1)
}

const built = new URL('../dist/cli/main.js', import.meta.url)
const source = new URL('../src/cli/main.ts', import.meta.url)
if (existsSync(fileURLToPath(source))) {
  // A checkout runs its sources, so that what runs is never older than what was written.
  const args = [
    '--conditions=attune-source',
    '--disable-warning=ExperimentalWarning',
    fileURLToPath(source),
    ...process.argv.slice(2),
  ]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
} else {
  await import(built.href)
}

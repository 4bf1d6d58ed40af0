// Runs every npm script of this repository. Plain JavaScript for any Node from 18 on: it installs what is missing,
// then hands over to the Node that package-lock.json pins.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [command, ...rest] = process.argv.slice(2)
const windows = process.platform === 'win32'
const at = (...parts) => join(root, ...parts)
const env = {
  ...process.env,
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  // Two thousand modules are then compiled once, and not at every start of a command, a server or a thread.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? at('node_modules', '.cache', 'compile'),
}

/** Runs a program in the repository root and stops this process with its exit code when it fails. */
function run(program, args, options = {}) {
  const { status, signal, error } = spawnSync(program, args, { cwd: root, env, stdio: 'inherit', ...options })
  if (error) throw error
  if (signal) process.exit(1)
  if (status !== 0) process.exit(status ?? 1)
}

/**
 * Runs the command itself and ends as it ends. A SIGTERM goes on to it, also when only npm above us was told to stop; the
 * terminal sends Ctrl+C to everybody by itself.
 */
function handOver(program, args) {
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 500).unref()
  child.on('error', (error) => {
    throw error
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** Newest modification time below a folder (0 when it is not there), not looking into node_modules and dist. */
function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => name !== 'node_modules' && name !== 'dist')
      .map((name) => newest(join(path, name))),
  )
}

function install() {
  const installed = newest(at('node_modules', '.package-lock.json'))
  if (installed > 0 && installed >= newest(at('package-lock.json'))) return
  console.error('Installing dependencies (npm ci) …')
  // Standard output is left to the command itself: some commands print one JSON document there and nothing else.
  run(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
    shell: windows,
  })
}

const node = () => at('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
const source = ['--conditions=attune-source', '--disable-warning=ExperimentalWarning']
const tool = (...path) => at('node_modules', ...path)
const runNode = (args, options) => run(node(), args, options)

function buildConsole() {
  const built = newest(at('packages', 'console', 'dist', 'index.html'))
  const written = Math.max(
    newest(at('packages', 'console')),
    newest(at('packages', 'client')),
    newest(at('packages', 'attune', 'src', 'api', 'schemas')),
  )
  if (built >= written) return
  console.error('Building the console …')
  runNode([tool('vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: at('packages', 'console'),
    stdio: ['ignore', 2, 2],
  })
}

/** The kernels' WebAssembly, as sources that everything that runs or compiles imports. */
function buildKernels() {
  const folder = at('packages', 'kernels')
  const written = Math.max(newest(join(folder, 'assembly')), newest(join(folder, 'build.mjs')))
  if (newest(join(folder, 'src', 'generated')) >= written) return
  console.error('Building the kernels …')
  runNode([join(folder, 'build.mjs')], { stdio: ['ignore', 2, 2] })
}

const cli = at('packages', 'attune', 'src', 'cli', 'main.ts')
function typescript() {
  buildKernels()
  runNode([tool('typescript', 'bin', 'tsc'), '-b'])
}

const commands = {
  demo() {
    buildKernels()
    buildConsole()
    handOver(node(), [...source, cli, 'demo', ...rest])
  },
  attune() {
    buildKernels()
    if (rest[0] === 'serve' || rest[0] === 'demo') buildConsole()
    handOver(node(), [...source, cli, ...rest])
  },
  dev() {
    buildKernels()
    buildConsole()
    handOver(node(), [...source, '--watch-preserve-output', '--watch', cli, 'serve', ...rest])
  },
  test() {
    buildKernels()
    buildConsole()
    runNode([tool('vitest', 'vitest.mjs'), 'run', ...rest])
  },
  build() {
    typescript()
    buildConsole()
    // The published package carries the console with it.
    const published = at('packages', 'attune', 'public', 'console')
    rmSync(published, { recursive: true, force: true })
    cpSync(at('packages', 'console', 'dist'), published, { recursive: true })
  },
  typecheck: typescript,
  lint() {
    runNode([tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', ...rest])
    runNode([at('scripts', 'check-imports.mjs')])
  },
  licences() {
    runNode([at('scripts', 'check-licences.mjs')])
  },
  advisories() {
    runNode([at('scripts', 'check-advisories.mjs')])
  },
  format() {
    runNode([tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--write', ...rest])
  },
  bench() {
    buildKernels()
    runNode([...source, at('bench', 'main.ts'), ...rest])
  },
}

install()
if (command) {
  const chosen = commands[command]
  if (!chosen) {
    console.error(`Unknown command ${command}. Known: ${Object.keys(commands).join(', ')}.`)
    process.exit(2)
  }
  chosen()
}

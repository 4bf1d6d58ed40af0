import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

interface Side {
  readonly name: string
  readonly folder: string
  /** Measure → what each round found. */
  readonly found: Map<string, { readonly unit: string; readonly values: number[] }>
}

/**
 * Runs benchmarks at another commit and at this one in turns, each in a fresh clone, and prints both medians: what a change
 * costs or gains. Nothing is written to the ledger.
 *
 * @param commit as git names it; what is not committed does not take part
 */
export function runAgainst(commit: string, names: readonly string[], rounds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'attune-bench-against-'))
  try {
    const sides = [
      ['before', commit],
      ['now', 'HEAD'],
    ].map(
      ([name, at]): Side => ({
        name: name as string,
        folder: clone(join(folder, name as string), at as string),
        found: new Map(),
      }),
    )
    for (let round = 0; round < rounds; round++)
      for (const side of sides)
        for (const name of names) {
          console.error(`round ${round + 1} of ${rounds}: ${name}, ${side.name}`)
          collect(side, run(side.folder, 'npm', ['run', '--silent', 'bench', '--', name]))
        }
    print(sides as [Side, Side], commit)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function clone(folder: string, commit: string): string {
  run(root, 'git', ['clone', '--quiet', root, folder])
  const hash = run(root, 'git', ['rev-parse', commit]).trim()
  run(folder, 'git', ['checkout', '--quiet', hash])
  run(folder, 'npm', ['run', '--silent', 'build'])
  return folder
}

function run(cwd: string, program: string, args: readonly string[]): string {
  const { status, stdout, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}.`)
  return stdout
}

/** A figure as bench/main.ts prints it: mark, measure, number, unit. */
const line = /^[ ✓✗] (.+?): (-?[\d.e+-]+) ?(.*?)(?: \(asked: .*\))?$/

function collect({ found }: Side, output: string): void {
  for (const text of output.split('\n')) {
    const [, measure, value, unit = ''] = line.exec(text) ?? []
    if (measure === undefined) continue
    const figure = found.get(measure) ?? { unit, values: [] }
    figure.values.push(Number(value))
    found.set(measure, figure)
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

function print([before, now]: readonly [Side, Side], commit: string): void {
  for (const [measure, { unit, values }] of before.found) {
    const other = now.found.get(measure)
    if (!other) continue
    const [a, b] = [median(values), median(other.values)]
    const change = a === 0 ? '' : `, ${b >= a ? '+' : '−'}${Math.abs(100 * (b / a - 1)).toFixed(1)} %`
    console.log(`${measure}: ${commit} ${a.toPrecision(4)} → now ${b.toPrecision(4)} ${unit}${change}`)
  }
}

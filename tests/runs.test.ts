import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeFitState, encodeFitState } from '@attune/learn'
import { beforeAll, expect, test, vi } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { cli, openInstallation, temporaryFolder } from './support.ts'

const id = /^classify-\d{4}-\d\d-\d\d-\d$/
const cwd = temporaryFolder()
const dataDir = join(cwd, '.attune')
const folderOf = (run: string): string => join(dataDir, 'runs', run)
const args = [
  ...['finetune', 'classify', '--train', 'train.csv', '--text', 'text', '--label', 'label'],
  ...['--epochs', '10', '--batch', '16', '--longest', '16', '--threads', '1', '--keep-every', '0', '--json'],
]

beforeAll(() => {
  const rows = Array.from({ length: 300 }, (_, i) => `word${i % 7} ${i % 2 ? 'great' : '失望'} thing${i % 11},${i % 2}`)
  writeFileSync(join(cwd, 'train.csv'), ['text,label', ...rows].join('\n'))
})

interface Line {
  readonly step: number
  readonly loss?: number
}
const curveOf = (run: string): readonly (readonly [number, number])[] =>
  readFileSync(join(folderOf(run), 'progress.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .map(({ step, loss }) => [step, loss ?? Number.NaN])
const runs = (): readonly string[] => (existsSync(join(dataDir, 'runs')) ? readdirSync(join(dataDir, 'runs')) : [])
const ask = async (...more: readonly string[]) => JSON.parse((await runHere([...more, '--json'], { cwd })).stdout)

/** How often a run was begun or gone on with: each time has its TensorBoard file, made when the curve is cut to the state. */
const timesOf = (run: string): number => readdirSync(folderOf(run)).filter((name) => name.includes('tfevents')).length

/** Begins a training, or goes on with one, and waits until it has come so far. */
async function begun(command: readonly string[] = args, known?: string, steps = 20) {
  const before = runs()
  const times = known === undefined ? 0 : timesOf(known)
  const child = spawn(
    process.execPath,
    ['--conditions=attune-source', '--disable-warning=ExperimentalWarning', cli, ...command],
    { cwd, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = new Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>(
    (done) => child.once('close', (code) => done({ code, stdout, stderr })),
  )
  const run = await vi.waitFor(
    () => {
      const found = known ?? (runs().find((one) => !before.includes(one)) as string)
      expect(timesOf(found)).toBeGreaterThan(times)
      expect(curveOf(found).length).toBeGreaterThan(steps)
      return found
    },
    { timeout: 60_000, interval: 5 },
  )
  return { child, run, ended }
}

/** The curve of a training that nothing disturbed. */
let whole: ReturnType<typeof curveOf>
let scores: object

test('a training leaves its settings, data, curve, TensorBoard file, scores, model and card', async () => {
  const { code, stdout } = await runHere(args, { cwd })
  expect(code).toBe(0)
  const { run, seconds: _, ...rest } = JSON.parse(stdout)
  scores = rest
  expect(run).toMatch(id)
  whole = curveOf(run)
  expect(whole.map(([step]) => step)).toEqual(Array.from({ length: whole.length }, (_, i) => i + 1))
  const files = readdirSync(folderOf(run))
  expect(files).toEqual(expect.arrayContaining(['card.md', 'model', 'progress.jsonl', 'run.json']))
  expect(files.filter((name) => name.includes('tfevents'))).toHaveLength(1)
  expect(files, 'it has nothing to go on with').not.toContain('state.safetensors')
  const shown = await ask('runs', 'show', run)
  expect(shown).toMatchObject({
    id: run,
    kind: 'classify',
    state: 'finished',
    resumed: 0,
    settings: { batch: 16, seed: 1, train: join(cwd, 'train.csv') },
    data: { files: [{ path: join(cwd, 'train.csv') }], counts: { classes: 2 } },
    progress: { step: whole.length, steps: whole.length },
  })
  expect(shown.scores.accuracy).toBeGreaterThan(0.9)
  expect(readFileSync(join(folderOf(run), 'card.md'), 'utf8')).toMatch(/# Text classifier[\s\S]*# 文本分类模型/)
}, 120_000)

test('killed again and again it is interrupted, and goes on to the same losses and scores', async () => {
  const first = await begun()
  const { run } = first
  const state = join(folderOf(run), 'state.safetensors')
  await vi.waitFor(() => expect(existsSync(state)).toBe(true))
  first.child.kill('SIGKILL')
  await first.ended
  expect((await ask('runs', 'show', run)).state).toBe('interrupted')
  for (const _ of [1, 2]) {
    const at = decodeFitState(readFileSync(state)).training.step
    const next = await begun(['runs', 'resume', run, '--json'], run, at + 5)
    next.child.kill('SIGKILL')
    await next.ended
  }
  expect(curveOf(run).length).toBeLessThan(whole.length)
  const { seconds: _, run: same, ...resumed } = await ask('runs', 'resume', run)
  expect(same).toBe(run)
  expect(resumed).toEqual(scores)
  expect(curveOf(run)).toEqual(whole)
  expect(await ask('runs', 'show', run)).toMatchObject({ state: 'finished', resumed: 3 })
  expect((await ask('runs', 'resume', run)).error.code).toBe('run-is-finished')
}, 120_000)

test('Ctrl-C ends it after the step it is in and says how to go on', async () => {
  const { child, run, ended } = await begun()
  expect((await ask('runs', 'remove', run)).error.code).toBe('run-is-running')
  child.kill('SIGINT')
  const { code, stdout } = await ended
  expect(code).toBe(1)
  const { error } = JSON.parse(stdout)
  expect(error).toMatchObject({ code: 'run-cancelled', details: { run } })
  expect(error.message).toContain(`attune runs resume ${run}`)
  expect((await ask('runs', 'show', run)).state).toBe('cancelled')
  const { seconds: _, run: __, ...resumed } = await ask('runs', 'resume', run)
  expect(resumed).toEqual(scores)
  expect(curveOf(run)).toEqual(whole)
}, 120_000)

test('a pre-training that was cancelled goes on to the same losses and figures', async () => {
  const pretrain = [
    ...['pretrain', '--texts', 'train.csv', '--text', 'text', '--layers', '1', '--width', '16', '--heads', '2'],
    ...['--batch', '8', '--longest', '16', '--threads', '1', '--keep-every', '0', '--json'],
  ]
  const { seconds: _, run: first, ...figures } = JSON.parse((await runHere(pretrain, { cwd })).stdout)
  const { child, run, ended } = await begun(pretrain)
  expect(run).toMatch(/^pretrain-\d{4}/)
  child.kill('SIGINT')
  expect(JSON.parse((await ended).stdout).error.code).toBe('run-cancelled')
  expect(existsSync(join(folderOf(run), 'model'))).toBe(false)
  const { seconds: __, run: ___, ...resumed } = await ask('runs', 'resume', run)
  expect(resumed).toEqual(figures)
  expect(curveOf(run)).toEqual(curveOf(first))
}, 120_000)

test('what is spent of privacy counts all steps of a run that was gone on with, under one noise', async () => {
  // A vocabulary of the texts would tell of them: it needs an encoder that knew none.
  const small = ['--layers', '1', '--width', '16', '--heads', '2', '--epochs', '1', '--threads', '1']
  await ask('pretrain', '--texts', 'train.csv', '--text', 'text', ...small, '--name', 'small')
  const { child, run, ended } = await begun([...args, '--encoder', 'small', '--privacy-noise', '1'])
  child.kill('SIGINT')
  await ended
  for (const change of ['privacyNoise=2', 'privacyClip=2', 'batch=8'])
    expect((await ask('runs', 'resume', run, '--set', change)).error.code, change).toBe('setting-fixed')
  const { privacy } = await ask('runs', 'resume', run)
  const { progress, resumed, model } = await ask('runs', 'show', run)
  expect(resumed, 'what was refused is not counted').toBe(1)
  expect(privacy).toMatchObject({ noise: 1, clip: 1, steps: progress.steps })
  expect(readFileSync(join(model, 'README.md'), 'utf8')).toContain(`共 ${privacy.steps} 步`)
}, 120_000)

test('a loss that is no number stops it by step, and the state before stays', async () => {
  const { child, run, ended } = await begun()
  child.kill('SIGINT')
  await ended
  const path = join(folderOf(run), 'state.safetensors')
  const state = decodeFitState(readFileSync(path))
  for (const [name, numbers] of state.training.arrays) if (!name.startsWith('optimiser')) numbers.fill(Number.NaN)
  writeFileSync(path, encodeFitState(state))
  const { step } = state.training
  const { error } = await ask('runs', 'resume', run)
  expect(error.code).toBe('training-failed')
  expect(error.message).toContain(`The loss of step ${step + 1} is not a finite number`)
  expect(await ask('runs', 'show', run)).toMatchObject({ state: 'failed', failure: { code: 'training-failed' } })
  expect(decodeFitState(readFileSync(path)).training.step).toBe(step)
  await ask('runs', 'resume', run, '--set', 'learningRate=0.0001')
  expect(await ask('runs', 'show', run)).toMatchObject({
    settings: { learningRate: 0.0001 },
    changes: [{ step, settings: { learningRate: 0.0001 } }],
  })
  expect((await ask('runs', 'resume', run, '--set', 'learningRates=1')).error.code).toBe('bad-parameter')
  writeFileSync(path, 'no state')
  expect((await ask('runs', 'resume', run)).error.code).toBe('bad-state')
}, 120_000)

test('it is seen and cancelled from a server, and the files may not change before it goes on', async () => {
  const { run, ended } = await begun()
  const house = await openInstallation({ dataDir })
  try {
    const { body } = await house.ask('read', 'GET', '/v1/runs')
    expect(body.runs.find((one: { id: string }) => one.id === run)).toMatchObject({ state: 'running' })
    expect((await house.ask('read', 'POST', `/v1/runs/${run}/cancel`)).status).toBe(403)
    expect((await house.ask('admin', 'POST', `/v1/runs/${run}/cancel`)).status).toBe(202)
    expect((await ended).code).toBe(1)
    expect((await house.ask('read', 'GET', `/v1/runs/${run}`)).body).toMatchObject({ state: 'cancelled' })
  } finally {
    await house.close()
  }
  const text = readFileSync(join(cwd, 'train.csv'), 'utf8')
  writeFileSync(join(cwd, 'train.csv'), `${text}\nmore,1`)
  const refused = await ask('runs', 'resume', run, '--set', 'learningRate=0.01')
  expect(refused.error.code).toBe('data-changed')
  expect(refused.error.message).not.toContain('resume')
  expect((await ask('runs', 'show', run)).changes).toEqual([])
  writeFileSync(join(cwd, 'train.csv'), text)
  expect((await ask('runs', 'resume', run)).accuracy).toBeGreaterThan(0.9)
}, 120_000)

test('what could not begin leaves nothing, and what is removed is gone', async () => {
  const before = runs()
  const failed = await runHere([...args, '--text', 'words'], { cwd })
  expect(JSON.parse(failed.stdout).error.code).toBe('missing-column')
  expect(runs()).toEqual(before)
  const { runs: listed } = await ask('runs', 'list')
  expect(listed.map((run: { id: string }) => run.id).toSorted()).toEqual([...before].toSorted())
  const [first] = before
  expect(await ask('runs', 'remove', first as string)).toEqual({ removed: first })
  expect(runs()).toEqual(before.slice(1))
  for (const unknown of [first as string, '../runs', 'nothing'])
    expect((await ask('runs', 'show', unknown)).error.code).toBe('unknown-run')
}, 120_000)

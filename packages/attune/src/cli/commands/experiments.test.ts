import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { sampleEvent } from '../../store/sample-rows.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { experimentsCommand } from './experiments.ts'
import { flagsCommand } from './flags.ts'
import { metricsCommand } from './metrics.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-experiments-'))
const printed = keepPrinted()
const file = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), log: pino({ level: 'silent' }) })
  const now = Date.now()
  await attune.events.append({
    events: Array.from({ length: 400 }, (_, at) => {
      const told = (event: string) =>
        sampleEvent({ messageId: `${event}-${at}`, personId: `p_${at}`, event, ts: now - 60_000, receivedAt: now })
      return at % 4 === 0 ? [told('Visited'), told('Signed Up')] : [told('Visited')]
    }).flat(),
  })
  await attune.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const commands = { experiments: experimentsCommand, flags: flagsCommand, metrics: metricsCommand }
async function run(command: keyof typeof commands, ...args: string[]): Promise<string> {
  printed.clear()
  await commands[command]().parseAsync(['node', 'attune', ...args, '--data-dir', folder])
  return printed.text
}

test('a metric, a flag and an experiment from set-up to the end', async () => {
  const signup = file('signup.json', { kind: 'proportion', of: { events: ['Signed Up'] } })
  expect(await run('metrics', 'set', 'signup', '--file', signup)).toContain('signup is a proportion')
  expect(await run('metrics', 'list')).toMatch(/signup\s+proportion\s+up/)
  expect(await run('experiments', 'power', '--metric', 'signup', '--effect', '0.2', '--lang', 'zh')).toContain(
    '每个版本',
  )
  expect(await run('experiments', 'create', 'form', '--variations', 'long:1,short:1', '--metrics', 'signup')).toContain(
    'attune experiments start form',
  )
  const flag = file('flag.json', { rules: [{ experiment: 'form', values: { long: 'long', short: 'short' } }] })
  expect(await run('flags', 'set', 'form', '--file', flag, '--default', 'long')).toContain('form is set')
  expect(await run('experiments', 'start', 'form')).toContain('Shown by form')
  expect(await run('flags', 'evaluate', 'form', '--user', 'ann')).toMatch(/"(long|short)"\s+experiment form/)
  expect(await run('experiments', 'list', '--status', 'running')).toMatch(/form\s+running/)
  expect(await run('experiments', 'results', 'form')).toContain('long 0 units')
  expect(await run('experiments', 'stop', 'form', '--winner', 'short')).toContain('everybody gets short')
  expect(JSON.parse(await run('flags', 'evaluate', 'form', '--user', 'ann', '--json'))).toMatchObject({
    flags: { form: { value: 'short' } },
  })
  expect(await run('experiments', 'archive', 'form')).toContain('archived')
})

test('a flag for a share of people, and off again', async () => {
  expect(await run('flags', 'set', 'dark', '--default', 'false', '--value', 'true', '--share', '0.5')).toContain(
    'dark is set',
  )
  expect(await run('flags', 'list')).toMatch(/dark\s+on\s+false\s+true to 50 %/)
  expect(await run('flags', 'set', 'dark', '--off')).toContain('everybody gets its default value')
  expect(await run('flags', 'delete', 'dark')).toContain('removed')
})

test('whoever reads Chinese is told in Chinese, by either name of the option', async () => {
  const zh = ['--lang', 'zh']
  expect(await run('metrics', 'list', ...zh)).toMatch(/retention-7d[\s\S]*第 1～8 天/)
  expect(await run('flags', 'set', 'gift', '--value', 'true', '--share', '0.25', ...zh)).toContain('gift 已保存')
  expect(await run('flags', 'list', '--language', 'zh')).toMatch(/gift\s+启用\s+false\s+25 % 取 true/)
  const made = await run('experiments', 'create', 'paper', '--variations', 'a,b', '--metrics', 'buyers', ...zh)
  expect(made).toContain('paper 已存为草稿')
  expect(await run('experiments', 'list', ...zh)).toMatch(/paper\s+草稿/)
  expect(await run('experiments', 'start', 'paper', ...zh)).toContain('paper 开始运行')
  expect(await run('experiments', 'stop', 'paper', '--winner', 'b', ...zh)).toContain('所有人都用 b')
  expect(
    experimentsCommand()
      .commands.map((one) => one.helpInformation())
      .join(),
  ).not.toContain('--language')
})

test('mistakes are one document and exit code 1', async () => {
  expect(JSON.parse(await run('experiments', 'create', 'x', '--json'))).toMatchObject({
    error: { code: 'experiment-missing' },
  })
  expect(process.exitCode).toBe(1)
  expect(JSON.parse(await run('flags', 'set', 'x', '--json'))).toMatchObject({ error: { code: 'flag-missing' } })
  expect(JSON.parse(await run('experiments', 'show', 'nothing', '--json'))).toMatchObject({
    error: { code: 'unknown-experiment' },
  })
})

import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { type Logger, pino } from 'pino'
import type { Config } from '../../config/schema.ts'
import { dataJourney } from '../../demo/data-journey.ts'
import { demoDocument, demoTable } from '../../demo/demo-report.ts'
import { type DemoTexts, demoTexts } from '../../demo/demo-texts.ts'
import { journeyDocument, printJourney } from '../../demo/journey-report.ts'
import { journeyTexts } from '../../demo/journey-texts.ts'
import { type RunningDemo, runDemo } from '../../demo/run-demo.ts'
import type { Stage } from '../../demo/shop-worker.ts'
import { showUnderstanding, type Understanding } from '../../demo/show-understanding.ts'
import { localeIsChinese } from '../language-option.ts'
import { action, type CommonOptions, command, configFor, wholeNumber } from '../options.ts'
import { type Progress, printJson, printTable, progress } from '../output.ts'

interface DemoCommandOptions extends CommonOptions {
  readonly seed: number
  readonly shoppers: number
  readonly port?: number
  readonly language: 'en' | 'zh' | 'both'
  readonly data?: string
  /** False with --no-console. */
  readonly console: boolean
  /** False with --no-live. */
  readonly live: boolean
}

const spoken = ({ language }: DemoCommandOptions): 'en' | 'zh' =>
  language === 'both' ? (localeIsChinese ? 'zh' : 'en') : language
const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** One progress line a stage; a new stage ends the one before. */
function stageLines(texts: DemoTexts): { update(stage: Stage, done: number, total: number): void; end(): void } {
  let current: { stage: Stage; total: number; line: Progress } | undefined
  const end = (): void => current?.line.stop(texts.stages[current.stage].final(current.total))
  return {
    update(stage, done, total) {
      if (current?.stage !== stage) {
        end()
        current = { stage, total, line: progress({ title: texts.stages[stage].title, total }) }
      }
      current.line.update(done)
    },
    end,
  }
}

/** Waits for Ctrl+C (or an order to end). */
function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  return promise
}

async function demo(options: DemoCommandOptions): Promise<void> {
  const texts = demoTexts[spoken(options)]
  const { config } = await configFor(options, { 'server.port': options.port })
  const dataDir = options.dataDir ?? join(config.dataDir, 'demo')
  const log = pino({ level: process.env.ATTUNE_DEBUG ? 'debug' : 'error' }, pino.destination(2))
  const settings = {
    ...config,
    dataDir,
    // A month's traffic of a whole shop comes from one address in a minute, and nobody trains behind its back.
    server: { ...config.server, requestsPerMinute: 10_000_000 },
    collect: { ...config.collect, groupCommitMs: Math.min(config.collect.groupCommitMs, 5) },
    recommend: { ...config.recommend, trainEveryHours: 0 },
  }
  if (options.data !== undefined) return journey(options, options.data, settings, log)

  const lines = stageLines(texts)
  const stopping = new AbortController()
  const interrupt = (): void => stopping.abort()
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const running = await runDemo({
    config: settings,
    log,
    seed: options.seed,
    shoppers: options.shoppers,
    products: 600,
    days: 28,
    learningDays: 7,
    language: options.language,
    anyPort: options.port === undefined,
    onReady: (url) => say(texts.opening(url)),
    onProgress: lines.update,
    signal: stopping.signal,
  })
  process.off('SIGINT', interrupt)
  process.off('SIGTERM', interrupt)
  lines.end()
  const bar = progress({ title: texts.understanding, total: 1 })
  const understood = await showUnderstanding({
    url: running.url,
    key: running.adminKey,
    language: spoken(options),
    clock: Date.now,
  })
  bar.stop()
  show(running, options, texts, understood)
  if (options.console) {
    say(
      `\n${texts.console}: ${running.url}/#key=${running.adminKey}\n${texts.shop}: ${running.url}/shop\n${options.live ? texts.stay : texts.stop}`,
    )
    if (options.live) running.keepShopping(1500)
    await untilStopped()
  }
  await running.stop()
}

/** One progress line after the other. */
function oneLineAtATime(): { update(title: string, done: number, total: number): void; end(): void } {
  let current: { title: string; line: Progress } | undefined
  const end = (): void => current?.line.stop()
  return {
    update(title, done, total) {
      if (current?.title !== title) {
        end()
        current = { title, line: progress({ title, total }) }
      }
      current.line.update(done)
    },
    end,
  }
}

async function journey(options: DemoCommandOptions, data: string, config: Config, log: Logger): Promise<void> {
  const language = spoken(options)
  const texts = journeyTexts[language]
  const lines = oneLineAtATime()
  const made = await dataJourney({
    config,
    log,
    data,
    seed: options.seed,
    language,
    anyPort: options.port === undefined,
    onImport: ({ stage, done, total }) => lines.update(texts.stages[stage], done, total),
    onTraining: (model, share) => lines.update(texts.training(model), share, 1),
  })
  lines.end()
  if (options.json) printJson(journeyDocument(made, data))
  else printJourney(made, texts)
  if (options.console) {
    say(`\n${texts.console}: ${made.url}/#key=${made.adminKey}\n${texts.stay}`)
    await untilStopped()
  }
  await made.stop()
}

function show(
  running: RunningDemo,
  options: DemoCommandOptions,
  texts: DemoTexts,
  understood: Understanding | undefined,
): void {
  const document = demoDocument(running, options.seed, understood)
  if (options.json) {
    printJson(document)
    return
  }
  const { columns, rows } = demoTable(running, texts)
  process.stdout.write('\n')
  printTable(columns, rows)
  const { shoppers, visits, events, seconds } = document
  process.stdout.write(`\n${texts.measured(shoppers, visits, events, seconds.toFixed(0))}\n${texts.truthNote}\n`)
  if (understood) showPortrait(understood, texts)
}

/** Sections of the portrait that the terminal shows, and lines of each; the console has the rest. */
const sectionsShown = 5
const linesShown = 3

function showPortrait({ personId, portrait, newcomer }: Understanding, texts: DemoTexts): void {
  process.stdout.write(`\n${texts.portraitOf(personId)}\n`)
  for (const { title, lines } of portrait.slice(0, sectionsShown))
    process.stdout.write(
      `\n  ${title}\n${lines
        .slice(0, linesShown)
        .map((line) => `    ${line.replaceAll('\n', '\n    ')}\n`)
        .join('')}`,
    )
  if (newcomer) {
    const { title, seconds, place, among } = newcomer
    process.stdout.write(`\n${texts.newcomer(title, seconds.toFixed(1), place, among)}\n`)
  }
}

/** `attune demo` */
export function demoCommand(): Command {
  return command('demo', 'live through a month of a simulated shop, measure it, and keep the console open')
    .option('--seed <n>', 'seed of the shop and its shoppers', wholeNumber(0, 2_147_483_647), 1)
    .option('--shoppers <n>', 'how many people live near the shop', wholeNumber(50, 100_000), 1200)
    .option('--port <n>', 'port (default: 8787, or a free one)', wholeNumber(0, 65535))
    .addOption(
      new Option('--language <language>', 'language of the catalogue').choices(['en', 'zh', 'both']).default('both'),
    )
    .option('--data <dir>', 'make the same journey with a data set, for example ../shared/data/movielens-1m')
    .option('--no-console', 'end after the measurement')
    .option('--no-live', 'nobody shops after the measurement')
    .action(action(demo))
}

import { Worker } from 'node:worker_threads'
import { type ShopLanguage, sfc32 } from '@attune/simulate'
import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import { attuneError } from '../errors.ts'
import { freshFolder, serveDemo } from './open-demo.ts'
import { sharedClock } from './shared-clock.ts'
import { writeShopSetting } from './shop-setting.ts'
import type { ShopCommand, ShopMessage, ShopOrder, ShopResult, Stage } from './shop-worker.ts'

export interface DemoOptions {
  /** Its data folder is cleared first. */
  readonly config: Config
  readonly log: Logger
  readonly seed: number
  readonly shoppers: number
  readonly products: number
  readonly days: number
  readonly learningDays: number
  readonly language: ShopLanguage
  /** Take another port when the configured one is in use. */
  readonly anyPort: boolean
  readonly onReady: (url: string) => void
  readonly onProgress: (stage: Stage, done: number, total: number) => void
  readonly signal: AbortSignal
}

export interface RunningDemo {
  readonly url: string
  /** Admin key for the console. */
  readonly adminKey: string
  readonly result: ShopResult
  readonly seconds: number
  /** Lets shoppers keep coming, one every so many milliseconds. */
  keepShopping(everyMs: number): void
  stop(): Promise<void>
}

const dayMs = 86_400_000
/** From the sources the thread runs TypeScript, from a build JavaScript. */
const workerFile = import.meta.url.endsWith('.ts') ? './shop-worker.ts' : './shop-worker.js'

/**
 * The whole loop in one process: a real server whose clock lives through the last weeks, and shoppers in a thread of their
 * own who know it only over HTTP. Resolves when the month is over and measured; the server stays open.
 *
 * @throws AttuneError `already-running`, `port-in-use`, `demo-stopped`, or the code of what the server refused
 */
export async function runDemo(options: DemoOptions): Promise<RunningDemo> {
  const { config, log, seed, signal } = options
  const started = performance.now()
  const endAt = Date.now()
  const startAt = endAt - options.days * dayMs
  await freshFolder(config.dataDir, seed)
  const clock = sharedClock(Date.now)
  clock.set(startAt)
  const attune = await createAttune({ config, clock: clock.now, rng: sfc32(seed, 2), log })
  const server = await serveDemo(attune, options.anyPort)
  options.onReady(server.url)

  const { workspace } = config
  const keyOf = (name: string, scopes: readonly ('write' | 'decide' | 'read' | 'admin')[]): string =>
    attune.keys.create({ workspace, name, scopes, actor: 'demo' }).secret
  const adminKey = keyOf('Console', ['admin'])
  const order: ShopOrder = {
    url: server.url,
    keys: { server: keyOf('Shop server', ['write', 'read']), admin: adminKey },
    seed,
    shoppers: options.shoppers,
    products: options.products,
    language: options.language,
    startAt,
    endAt,
    learningDays: options.learningDays,
    clock: clock.buffer,
  }
  const page = { key: keyOf('Shop page', ['write', 'decide']), placement: 'home', productPlacement: 'product' }
  writeShopSetting(attune.state, workspace, page, clock.now())

  const worker = new Worker(new URL(workerFile, import.meta.url), { workerData: order })
  const command = (message: ShopCommand): void => worker.postMessage(message)
  const stop = async (): Promise<void> => {
    command({ type: 'stop' })
    await worker.terminate()
    await server.stop()
  }
  try {
    const result = await resultOf(worker, options.onProgress, signal)
    clock.followRealTime()
    const seconds = (performance.now() - started) / 1000
    worker.on('message', (message: ShopMessage) => {
      if (message.type === 'failed') log.error({ code: message.code }, message.message)
    })
    return {
      url: server.url,
      adminKey,
      result,
      seconds,
      keepShopping: (everyMs) => command({ type: 'live', everyMs }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function resultOf(worker: Worker, onProgress: DemoOptions['onProgress'], signal: AbortSignal): Promise<ShopResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ShopResult>()
  const stopped = (): void => reject(attuneError('demo-stopped', 'The demonstration was stopped.'))
  signal.addEventListener('abort', stopped, { once: true })
  worker.on('message', (message: ShopMessage) => {
    if (message.type === 'progress') onProgress(message.stage, message.done, message.total)
    else if (message.type === 'done') resolve(message.result)
    else reject(attuneError(message.code, message.message, { status: 500 }))
  })
  worker.on('error', reject)
  worker.on('exit', (code) => reject(attuneError('demo-failed', `The shoppers' thread ended with code ${code}.`)))
  return promise.finally(() => signal.removeEventListener('abort', stopped))
}

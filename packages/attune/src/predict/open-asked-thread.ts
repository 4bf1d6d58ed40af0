import { Worker } from 'node:worker_threads'
import type { Order, ThreadMessage } from './serve-asked.ts'

/** A model in a thread of its own, which answers about texts. */
export interface AskedThread<Opened, Answer> {
  readonly opened: Opened
  ask(texts: readonly string[]): Promise<Answer>
  close(): Promise<void>
}

interface Waiting<Answer> {
  resolve(answer: Answer): void
  reject(error: Error): void
}

/** What a thread has begun it may bring to its end; what takes longer than this is broken off. */
const patienceMs = 20_000

/**
 * Starts a thread that runs `serveAsked`: ONNX Runtime keeps the thread it works in busy, so that of the server does not do.
 * While nothing is asked the process does not wait for it.
 *
 * @param file of the thread, built or not
 * @param unusable the error for what a thread says of a failure, or for its end
 */
export async function openAskedThread<Opened, Answer>(
  file: URL,
  data: object,
  unusable: (why: string) => Error,
): Promise<AskedThread<Opened, Answer>> {
  const thread = new Worker(file, { workerData: data })
  const waiting = new Map<number, Waiting<Answer>>()
  let failure: Error | undefined
  const { promise, resolve: open, reject: refuse } = Promise.withResolvers<Opened>()
  const fail = (error: Error): void => {
    refuse(error)
    failure ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  thread.on('message', (message: ThreadMessage<Opened, Answer>) => {
    if (message.type === 'open') {
      open(message.opened)
      return
    }
    const asked = message.id === null ? undefined : waiting.get(message.id)
    if (message.id !== null) waiting.delete(message.id)
    if (message.type === 'answer') asked?.resolve(message.answer)
    else if (asked) asked.reject(unusable(message.message))
    else refuse(unusable(message.message))
  })
  thread.on('error', (cause) => fail(unusable(cause.message)))
  const exited = new Promise<void>((resolve) => {
    thread.on('exit', () => {
      fail(unusable('its thread ended'))
      resolve()
    })
  })
  let next = 0
  try {
    const opened = await promise
    thread.unref()
    return {
      opened,
      async ask(texts) {
        if (failure) throw failure
        const id = next++
        const asked = Promise.withResolvers<Answer>()
        waiting.set(id, asked)
        thread.ref()
        thread.postMessage({ id, texts } satisfies Order)
        try {
          return await asked.promise
        } finally {
          if (waiting.size === 0) thread.unref()
        }
      },
      async close() {
        failure ??= unusable('its thread ended')
        // A thread that is ended while its network works takes the whole process down.
        thread.postMessage('end' satisfies Order)
        const patience = setTimeout(() => void thread.terminate(), patienceMs)
        await exited
        clearTimeout(patience)
      },
    }
  } catch (error) {
    await thread.terminate()
    throw error
  }
}

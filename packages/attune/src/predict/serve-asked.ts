import { parentPort, type Transferable } from 'node:worker_threads'

/** What a thread is told, one after the other; `end`: what has not begun is left, and the thread ends by itself. */
export type Order = { readonly id: number; readonly texts: readonly string[] } | 'end'

/** What it says: once what it has opened, then an answer to each order. */
export type ThreadMessage<Opened, Answer> =
  | { readonly type: 'open'; readonly opened: Opened }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly id: number | null; readonly message: string }

export interface Served<Opened, Answer> {
  /** Told once. */
  readonly opened: Opened
  /** Of one order after the other. */
  answer(texts: readonly string[]): Promise<{ readonly answer: Answer; readonly transfer?: readonly Transferable[] }>
  close(): Promise<void>
}

/** In a thread of `openAskedThread`: opens a model and answers orders until the thread is ended. */
export function serveAsked<Opened, Answer>(open: () => Promise<Served<Opened, Answer>>): void {
  if (!parentPort) return
  const port = parentPort
  const say = (message: ThreadMessage<Opened, Answer>, transfer: readonly Transferable[] = []): void =>
    port.postMessage(message, [...transfer])
  const whyOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown')
  open()
    .then((served) => {
      say({ type: 'open', opened: served.opened })
      let before: Promise<void> = Promise.resolve()
      let isEnding = false
      port.on('message', (order: Order) => {
        if (order === 'end') {
          isEnding = true
          before = before.then(served.close).finally(() => port.close())
          return
        }
        const { id, texts } = order
        before = before.then(async () => {
          if (isEnding) return
          try {
            const { answer, transfer } = await served.answer(texts)
            say({ type: 'answer', id, answer }, transfer)
          } catch (error) {
            say({ type: 'failed', id, message: whyOf(error) })
          }
        })
      })
    })
    .catch((error: unknown) => say({ type: 'failed', id: null, message: whyOf(error) }))
}

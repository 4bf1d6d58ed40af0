import { attuneError } from '../errors.ts'

/** Takes what is durable into the database, much at a time. */
export interface Applier {
  /** So many rows more are in the journal. */
  added(rows: number): void
  /** Resolves when everything added so far is in the database. */
  settled(): Promise<void>
  /** Runs alone, after everything added so far. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when there is room for more. Rejects with `store-busy` when it cannot be made for longer than `roomWaitMs`. */
  room(): Promise<void>
  /** From now on nobody waits for room that cannot be made. */
  closing(): void
  /** Runs `last` alone after everything added so far was applied or has failed; nothing runs after it. */
  close(last: () => Promise<void>): Promise<void>
  readonly pendingRows: number
}

export interface ApplierOptions {
  /** Takes in everything that is in the journal, or nothing. */
  readonly apply: () => Promise<void>
  /** Longest wait for more, in milliseconds. */
  readonly waitMs: number
  /** So many rows go at once. */
  readonly largeRows: number
  /** So many rows may wait before `room` makes the senders wait. */
  readonly maxPendingRows: number
  /** Wait after a failure, in milliseconds. */
  readonly retryMs: number
  /** So long a failure may last, in milliseconds, before those who wait for room are sent away. */
  readonly roomWaitMs: number
  /** Hears how many rows wait whenever that changes. */
  readonly onPending?: (rows: number) => void
}

/** What cannot be applied (a full disk) stays in the journal and is tried again. */
export function createApplier(options: ApplierOptions): Applier {
  let pendingRows = 0
  let timer: NodeJS.Timeout | undefined
  /** The tail of the work that runs one after the other. */
  let tail: Promise<unknown> = Promise.resolve()
  let draining: Promise<void> | undefined
  let roomWaiters: (() => void)[] = []
  let failingSince: number | undefined
  let closing = false
  let closed = false

  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = tail.then(() => {
      if (closed) throw attuneError('store-closed', 'The event store is closed.', { status: 503 })
      return work()
    })
    tail = result.catch(() => {})
    return result
  }

  function count(rows: number): void {
    pendingRows += rows
    options.onPending?.(pendingRows)
  }

  async function applyAll(): Promise<void> {
    const rows = pendingRows
    if (rows === 0) return
    try {
      await options.apply()
    } catch (error) {
      failingSince ??= performance.now()
      if (isHopeless()) wakeRoomWaiters()
      wait(options.retryMs)
      throw error
    }
    failingSince = undefined
    count(-rows)
    if (pendingRows < options.maxPendingRows) wakeRoomWaiters()
  }

  const isHopeless = (): boolean =>
    failingSince !== undefined && (closing || performance.now() - failingSince >= options.roomWaitMs)

  function wakeRoomWaiters(): void {
    for (const wake of roomWaiters) wake()
    roomWaiters = []
  }

  /** Applies what is there when its turn comes. */
  function drain(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    draining ??= enqueue(() => {
      draining = undefined
      return applyAll()
    })
    return draining
  }

  function wait(ms: number): void {
    if (closed) return
    timer ??= setTimeout(() => {
      timer = undefined
      drain().catch(() => {})
    }, ms)
  }

  return {
    added(rows) {
      count(rows)
      if (pendingRows >= options.largeRows) drain().catch(() => {})
      else wait(options.waitMs)
    },
    settled: async () => {
      if (pendingRows > 0) await drain()
    },
    exclusive: (work) =>
      enqueue(async () => {
        await applyAll()
        return work()
      }),
    async room() {
      while (pendingRows >= options.maxPendingRows) {
        if (closed || isHopeless())
          throw attuneError('store-busy', 'The database cannot take in any more right now: try again later.', {
            status: 503,
          })
        await new Promise<void>((resolve) => roomWaiters.push(resolve))
      }
    },
    closing() {
      closing = true
      if (isHopeless()) wakeRoomWaiters()
    },
    close: (last) =>
      enqueue(async () => {
        try {
          await applyAll()
        } finally {
          closed = true
          clearTimeout(timer)
          wakeRoomWaiters()
          await last()
        }
      }),
    get pendingRows() {
      return pendingRows
    },
  }
}

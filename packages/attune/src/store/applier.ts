import { attuneError } from '../errors.ts'

/** Takes durable batches into the database, many at a time. */
export interface Applier<Batch> {
  add(sequence: number, batches: readonly Batch[], rows: number): void
  /** Resolves when everything added so far is in the database. */
  settled(): Promise<void>
  /** Runs alone, after everything added so far. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when there is room for more. */
  room(): Promise<void>
  /** Runs `last` alone after everything added so far was applied or has failed; nothing runs after it. */
  close(last: () => Promise<void>): Promise<void>
  readonly pendingRows: number
}

export interface ApplierOptions<Batch> {
  /** Stores all batches and the number of the last one, or nothing. */
  readonly apply: (batches: readonly Batch[], sequence: number) => Promise<void>
  /** Longest wait for more, in milliseconds. */
  readonly waitMs: number
  /** So many rows go at once. */
  readonly largeRows: number
  /** So many rows may wait before `room` makes the senders wait. */
  readonly maxPendingRows: number
  /** Wait after a failure, in milliseconds. */
  readonly retryMs: number
}

interface Group<Batch> {
  readonly sequence: number
  readonly batches: readonly Batch[]
  readonly rows: number
}

/** Groups are applied in the order of their numbers. What cannot be applied (a full disk) stays and is tried again. */
export function createApplier<Batch>(options: ApplierOptions<Batch>): Applier<Batch> {
  let queue: Group<Batch>[] = []
  let pendingRows = 0
  let timer: NodeJS.Timeout | undefined
  /** The tail of the work that runs one after the other. */
  let tail: Promise<unknown> = Promise.resolve()
  let draining: Promise<void> | undefined
  let roomWaiters: (() => void)[] = []
  let closed = false

  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = tail.then(() => {
      if (closed) throw attuneError('store-closed', 'The event store is closed.', { status: 503 })
      return work()
    })
    tail = result.catch(() => {})
    return result
  }

  async function applyQueue(): Promise<void> {
    const groups = queue
    const last = groups.at(-1)
    if (last === undefined) return
    queue = []
    try {
      await options.apply(
        groups.flatMap((group) => group.batches),
        last.sequence,
      )
    } catch (error) {
      queue = [...groups, ...queue]
      wait(options.retryMs)
      throw error
    }
    for (const group of groups) pendingRows -= group.rows
    if (pendingRows < options.maxPendingRows) {
      for (const wake of roomWaiters) wake()
      roomWaiters = []
    }
  }

  /** Applies what is there when its turn comes. */
  function drain(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    draining ??= enqueue(() => {
      draining = undefined
      return applyQueue()
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
    add(sequence, batches, rows) {
      queue.push({ sequence, batches, rows })
      pendingRows += rows
      if (pendingRows >= options.largeRows) drain().catch(() => {})
      else wait(options.waitMs)
    },
    settled: async () => {
      if (pendingRows > 0) await drain()
    },
    exclusive: (work) =>
      enqueue(async () => {
        await applyQueue()
        return work()
      }),
    async room() {
      while (pendingRows >= options.maxPendingRows) await new Promise<void>((resolve) => roomWaiters.push(resolve))
    },
    close: (last) =>
      enqueue(async () => {
        try {
          await applyQueue()
        } finally {
          closed = true
          clearTimeout(timer)
          await last()
        }
      }),
    get pendingRows() {
      return pendingRows
    },
  }
}

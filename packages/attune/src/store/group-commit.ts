/** Work of which many pieces share one commit. */
export interface GroupCommit<Batch> {
  /** Resolves when the batch is committed. A batch that cannot be stored fails alone. */
  submit(batch: Batch, rows: number, urgent: boolean): Promise<void>
  /** Runs between two commits, after everything that was submitted before. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when everything submitted so far is settled, without waiting for company. */
  flush(): Promise<void>
  readonly pendingRows: number
}

export interface GroupCommitOptions<Batch> {
  /** Stores all batches or none. */
  readonly commit: (batches: readonly Batch[]) => Promise<void>
  /** Longest wait for company, in milliseconds. */
  readonly waitMs: number
  /** Longest wait of an urgent batch. */
  readonly urgentWaitMs: number
  /** So many rows go at once. */
  readonly largeRows: number
  /** No more rows than this in one commit, except for a single batch that is larger. */
  readonly maxRows: number
}

interface Piece<Batch> {
  readonly batch?: Batch
  readonly rows: number
  readonly dueAt: number
  readonly work?: () => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * While one commit is on its way the next one gathers. A commit starts when the one before is done and the first of the
 * gathered batches has waited long enough, or when there are enough of them.
 */
export function createGroupCommit<Batch>(options: GroupCommitOptions<Batch>): GroupCommit<Batch> {
  let queue: Piece<Batch>[] = []
  let pendingRows = 0
  let dueAt = Number.POSITIVE_INFINITY
  let running = false
  let timer: NodeJS.Timeout | undefined

  function schedule(): void {
    if (running || queue.length === 0) return
    const waitMs = pendingRows >= options.largeRows ? 0 : dueAt - performance.now()
    clearTimeout(timer)
    // A timer may fire a little early; waiting another millisecond for the rest would gain nothing.
    if (waitMs > 0.5) timer = setTimeout(start, waitMs)
    else start()
  }

  function start(): void {
    if (running || queue.length === 0) return
    clearTimeout(timer)
    running = true
    runNext().finally(() => {
      running = false
      schedule()
    })
  }

  async function runNext(): Promise<void> {
    const first = queue[0] as Piece<Batch>
    if (first.work !== undefined) {
      take(1)
      return settle(first, first.work)
    }
    let count = 1
    let rows = first.rows
    for (; count < queue.length; count += 1) {
      const piece = queue[count] as Piece<Batch>
      if (piece.work !== undefined || rows + piece.rows > options.maxRows) break
      rows += piece.rows
    }
    const pieces = take(count)
    try {
      await options.commit(pieces.map((piece) => piece.batch as Batch))
      for (const piece of pieces) piece.resolve(undefined)
    } catch (error) {
      if (pieces.length === 1) first.reject(error)
      // One of them is at fault: the others must not suffer for it.
      else for (const piece of pieces) await settle(piece, () => options.commit([piece.batch as Batch]))
    }
  }

  function take(count: number): Piece<Batch>[] {
    const taken = queue.slice(0, count)
    queue = queue.slice(count)
    dueAt = Number.POSITIVE_INFINITY
    for (const piece of queue) dueAt = Math.min(dueAt, piece.dueAt)
    for (const piece of taken) pendingRows -= piece.rows
    return taken
  }

  function push<T>(piece: Omit<Piece<Batch>, 'resolve' | 'reject'>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      queue.push({ ...piece, resolve: resolve as (value: unknown) => void, reject })
      pendingRows += piece.rows
      dueAt = Math.min(dueAt, piece.dueAt)
      schedule()
    })
  }

  return {
    submit: (batch, rows, urgent) =>
      push({ batch, rows, dueAt: performance.now() + (urgent ? options.urgentWaitMs : options.waitMs) }),
    exclusive: (work) => push({ work, rows: 0, dueAt: 0 }),
    flush: () => push({ work: async () => {}, rows: 0, dueAt: 0 }),
    get pendingRows() {
      return pendingRows
    },
  }
}

async function settle<Batch>(piece: Piece<Batch>, work: () => Promise<unknown>): Promise<void> {
  try {
    piece.resolve(await work())
  } catch (error) {
    piece.reject(error)
  }
}

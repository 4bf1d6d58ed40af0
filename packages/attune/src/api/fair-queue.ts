export interface FairQueueLimits {
  /** Requests that are worked on at once. */
  readonly requestsInFlight: number
  /** Requests of one caller that may wait. */
  readonly waitingPerCaller: number
  /** Bytes of their bodies that may wait. */
  readonly waitingBytesPerCaller: number
  /** Requests that may wait altogether. */
  readonly waiting: number
}

/** One request that waits for its turn. */
export interface Ticket {
  readonly caller: string
  readonly bytes: number
  readonly begin: () => void
  /** Nobody waits for the answer any more: it is passed over. */
  given: boolean
}

/** What `enter` says: work may begin, or has to wait (with `ticket`), or there is no room: of this caller, or at all. */
export type Entry = 'now' | 'caller-full' | 'full' | Ticket

export interface FairQueue {
  readonly inFlight: number
  readonly waiting: number
  /** @param begin called when the turn has come, only where the answer is a ticket */
  enter(caller: string, bytes: number, begin: () => void): Entry
  /** One that was let in is done: the next begins. */
  leave(): void
  /** Whoever waited has gone. */
  giveUp(ticket: Ticket): void
}

interface Line {
  readonly tickets: Ticket[]
  /** Of the first that was not looked at; what lies before is dropped now and then. */
  first: number
  waiting: number
  bytes: number
}

/**
 * Lets so many in at once; who has to wait is let in by turns over callers, whatever the number of requests of each: with k
 * callers waiting, the next of each is at most k turns away. Without a crowd it is two comparisons and a sum.
 */
export function createFairQueue(limits: FairQueueLimits): FairQueue {
  /** In the order of their turns. */
  const lines = new Map<string, Line>()
  let inFlight = 0
  let waiting = 0

  function leaveLine(line: Line, { bytes }: Ticket): void {
    waiting -= 1
    line.waiting -= 1
    line.bytes -= bytes
  }

  function nextOf(line: Line): Ticket | undefined {
    while (line.first < line.tickets.length) {
      const ticket = line.tickets[line.first++]
      if (line.first > 64 && line.first * 2 > line.tickets.length) {
        line.tickets.splice(0, line.first)
        line.first = 0
      }
      if (ticket && !ticket.given) return ticket
    }
    return undefined
  }

  function letNextIn(): void {
    for (const [caller, line] of lines) {
      // To the end of the round, or away where nobody of them waits any more.
      lines.delete(caller)
      const ticket = nextOf(line)
      if (ticket === undefined) continue
      leaveLine(line, ticket)
      if (line.waiting > 0) lines.set(caller, line)
      ticket.given = true
      inFlight += 1
      ticket.begin()
      return
    }
  }

  return {
    get inFlight() {
      return inFlight
    },
    get waiting() {
      return waiting
    },
    enter(caller, bytes, begin) {
      if (inFlight < limits.requestsInFlight) {
        inFlight += 1
        return 'now'
      }
      if (waiting >= limits.waiting) return 'full'
      const line = lines.get(caller) ?? { tickets: [], first: 0, waiting: 0, bytes: 0 }
      if (line.waiting >= limits.waitingPerCaller || line.bytes + bytes > limits.waitingBytesPerCaller)
        return 'caller-full'
      const ticket: Ticket = { caller, bytes, begin, given: false }
      line.tickets.push(ticket)
      line.waiting += 1
      line.bytes += bytes
      waiting += 1
      lines.set(caller, line)
      return ticket
    },
    leave() {
      inFlight -= 1
      if (waiting > 0 && inFlight < limits.requestsInFlight) letNextIn()
    },
    giveUp(ticket) {
      if (ticket.given) return
      ticket.given = true
      const line = lines.get(ticket.caller)
      if (line === undefined) return
      leaveLine(line, ticket)
      if (line.waiting === 0) lines.delete(ticket.caller)
    },
  }
}

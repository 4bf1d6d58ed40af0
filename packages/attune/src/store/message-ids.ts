import { hash, randomBytes } from 'node:crypto'
import { attuneError } from '../errors.ts'
import { createIdTable } from './id-table.ts'

/**
 * Which message ids are stored. An id is kept as 96 bits of SHA-256 under a seed that is drawn anew each time the store is
 * opened: at ten million ids the chance that any two are ever mistaken for one another is below 1e-15, and nobody outside
 * can construct such a pair. The ids that are being stored right now are kept whole.
 */
export interface MessageIds {
  /**
   * Returns those already stored and claims the others for the caller, all at one moment. Ids that another caller has
   * claimed are waited for, because an answer "duplicate" must not be given before the first copy is on disk; nothing is
   * claimed while waiting, so that callers cannot wait for each other.
   *
   * @throws AttuneError `store-busy` when another caller keeps an id for more than 30 seconds
   */
  claim(workspace: string, messageIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Gives claims back: the ids may come again. */
  release(workspace: string, messageIds: readonly string[]): void
  /** The events are on disk: their ids are duplicates from now on. */
  stored(events: readonly { readonly workspace: string; readonly messageId: string }[]): void
  /** Takes in keys computed by `keySql` (`high`: the first 64 bits, `low`: the next 32). */
  load(high: BigUint64Array, low: Uint32Array): void
  /** Select list of `high` and `low` for a table with `workspace` and `message_id`. */
  readonly keySql: string
  readonly size: number
}

interface Claim {
  readonly waiters: Set<() => void>
}

interface Held {
  readonly claim: Claim
  readonly a: number
  readonly b: number
  readonly c: number
}

const WAIT_MS = 30_000

export function createMessageIds(): MessageIds {
  const table = createIdTable()
  const held = new Map<string, Map<string, Held>>()
  const seed = randomBytes(16).toString('hex')

  function digest(workspace: string, id: string): string {
    return hash('sha256', `${seed}${workspace}\n${id}`, 'latin1' as 'hex')
  }

  function heldOf(workspace: string): Map<string, Held> {
    const ids = held.get(workspace) ?? new Map<string, Held>()
    held.set(workspace, ids)
    return ids
  }

  async function claimWaiting(workspace: string, ids: readonly string[], busy: Claim): Promise<ReadonlySet<string>> {
    const deadline = performance.now() + WAIT_MS
    for (let other: Claim | undefined = busy; other !== undefined; ) {
      const left = deadline - performance.now()
      if (left <= 0 || !(await changed(other, left)))
        throw attuneError('store-busy', 'The same messages are being stored by another request: try again later.', {
          status: 503,
        })
      const outcome = tryClaim(workspace, ids)
      if (outcome instanceof Set) return outcome
      other = outcome
    }
    return new Set()
  }

  /** The duplicates, with all others claimed; or, with nothing claimed, the claim that is in the way. */
  function tryClaim(workspace: string, ids: readonly string[]): Set<string> | Claim {
    const inFlight = heldOf(workspace)
    if (inFlight.size > 0)
      for (const id of ids) {
        const other = inFlight.get(id)
        if (other !== undefined) return other.claim
      }
    const duplicates = new Set<string>()
    const claim: Claim = { waiters: new Set() }
    for (const id of ids) {
      const key = digest(workspace, id)
      const a = word(key, 0)
      const b = word(key, 4)
      const c = word(key, 8)
      if (table.has(a, b, c)) duplicates.add(id)
      else inFlight.set(id, { claim, a, b, c })
    }
    return duplicates
  }

  function settle(workspace: string, id: string): Held | undefined {
    const inFlight = held.get(workspace)
    const entry = inFlight?.get(id)
    if (entry === undefined) return undefined
    inFlight?.delete(id)
    if (entry.claim.waiters.size > 0) for (const wake of entry.claim.waiters) wake()
    return entry
  }

  return {
    claim(workspace, messageIds) {
      const outcome = tryClaim(workspace, messageIds)
      return outcome instanceof Set ? Promise.resolve(outcome) : claimWaiting(workspace, messageIds, outcome)
    },
    release(workspace, messageIds) {
      for (const id of messageIds) settle(workspace, id)
    },
    stored(events) {
      for (const { workspace, messageId } of events) {
        const entry = settle(workspace, messageId)
        if (entry !== undefined) {
          table.add(entry.a, entry.b, entry.c)
        } else {
          const key = digest(workspace, messageId)
          table.add(word(key, 0), word(key, 4), word(key, 8))
        }
      }
    },
    load(high, low) {
      const words = new Uint32Array(high.buffer, high.byteOffset, high.length * 2)
      for (let row = 0; row < low.length; row += 1)
        table.add(words[2 * row + 1] as number, words[2 * row] as number, low[row] as number)
    },
    keySql: `('0x' || digest[1:16])::UBIGINT AS high, ('0x' || digest[17:24])::UINTEGER AS low FROM (SELECT sha256('${seed}' || workspace || chr(10) || message_id) AS digest`,
    get size() {
      return table.size
    },
  }
}

/** Four bytes of a latin1 string, most significant first, as DuckDB reads hexadecimal. */
function word(key: string, offset: number): number {
  return (
    (key.charCodeAt(offset) << 24) |
    (key.charCodeAt(offset + 1) << 16) |
    (key.charCodeAt(offset + 2) << 8) |
    key.charCodeAt(offset + 3)
  )
}

/** False when nothing changed in time. */
function changed(claim: Claim, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (value: boolean) => {
      clearTimeout(timer)
      claim.waiters.delete(wake)
      resolve(value)
    }
    const wake = () => done(true)
    const timer = setTimeout(() => done(false), timeoutMs)
    claim.waiters.add(wake)
  })
}

/** Takes a turn; what is returned gives it back. Rejects with the signal's reason when that fires first. */
export type Limiter = (signal: AbortSignal) => Promise<() => void>

/** So many turns at the same time, the rest in order. */
export function createLimiter(turns: number): Limiter {
  let free = turns
  const waiting: (() => void)[] = []
  const back = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  const once = (): (() => void) => {
    let given = false
    return () => {
      if (!given) back()
      given = true
    }
  }
  return async (signal) => {
    signal.throwIfAborted()
    if (free > 0) {
      free -= 1
      return once()
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(signal.reason)
      }
      waiting.push(go)
      signal.addEventListener('abort', leave, { once: true })
    })
    return once()
  }
}

export type Timer = ReturnType<typeof setTimeout>

/** A timer that in Node keeps no process alive. */
export function later(work: () => unknown, ms: number): Timer {
  const timer = setTimeout(work, ms)
  ;(timer as { unref?: () => void }).unref?.()
  return timer
}

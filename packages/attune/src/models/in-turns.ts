/** Lets one piece of work at a time at each thing, in the order in which they came. A failure is its caller's alone. */
export function inTurns(): <Result>(thing: string, work: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>()
  return (thing, work) => {
    const done = (last.get(thing) ?? Promise.resolve()).then(work)
    const settled = done.catch(() => {})
    last.set(thing, settled)
    void settled.then(() => {
      if (last.get(thing) === settled) last.delete(thing)
    })
    return done
  }
}

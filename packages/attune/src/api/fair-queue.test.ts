import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFairQueue, type FairQueueLimits, type Ticket } from './fair-queue.ts'

const roomy: FairQueueLimits = {
  requestsInFlight: 1,
  waitingPerCaller: 1_000,
  waitingBytesPerCaller: 1e9,
  waiting: 1e6,
}

function queueWith(limits: Partial<FairQueueLimits> = {}) {
  const queue = createFairQueue({ ...roomy, ...limits })
  const begun: string[] = []
  const enter = (caller: string, bytes = 1) => queue.enter(caller, bytes, () => begun.push(caller))
  return { queue, begun, enter }
}

test('so many begin at once, and each that ends lets one more in', () => {
  const { queue, begun, enter } = queueWith({ requestsInFlight: 2 })
  expect([enter('a'), enter('a')]).toEqual(['now', 'now'])
  expect(enter('a')).toMatchObject({ caller: 'a' })
  expect([queue.inFlight, queue.waiting]).toEqual([2, 1])
  queue.leave()
  expect([begun, queue.inFlight, queue.waiting]).toEqual([['a'], 2, 0])
  queue.leave()
  queue.leave()
  expect(queue.inFlight).toBe(0)
})

test('one with a thousand requests cannot make one with a single request wait for them', () => {
  const { queue, begun, enter } = queueWith()
  enter('flood')
  for (let n = 0; n < 1_000; n++) enter('flood')
  enter('quiet')
  for (let n = 0; n < 3; n++) queue.leave()
  expect(begun).toEqual(['flood', 'quiet', 'flood'])
})

test('callers take turns, whatever each of them sends, and nobody is served out of their own order', () => {
  const order: string[] = []
  const queue = createFairQueue(roomy)
  queue.enter('x', 0, () => {})
  for (const [caller, n] of [
    ['a', 1],
    ['a', 2],
    ['a', 3],
    ['b', 1],
    ['c', 1],
    ['c', 2],
  ] as const)
    queue.enter(caller, 0, () => order.push(`${caller}${n}`))
  for (let n = 0; n < 6; n++) queue.leave()
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
})

test('a caller has so many places and bytes to wait in, all together so many places', () => {
  const { enter } = queueWith({ waitingPerCaller: 2, waitingBytesPerCaller: 100, waiting: 4 })
  enter('x')
  expect([enter('a'), enter('a')]).toEqual([expect.objectContaining({ caller: 'a' }), expect.anything()])
  expect(enter('a')).toBe('caller-full')
  expect(enter('b', 60)).toMatchObject({ bytes: 60 })
  expect(enter('b', 60)).toBe('caller-full')
  expect(enter('c')).toMatchObject({ caller: 'c' })
  expect(enter('d')).toBe('full')
})

test('who gives up is passed over and leaves room', () => {
  const { queue, begun, enter } = queueWith({ waitingPerCaller: 1 })
  enter('x')
  const ticket = enter('a') as Ticket
  queue.giveUp(ticket)
  queue.giveUp(ticket)
  expect([queue.waiting, enter('b'), enter('a')]).toEqual([0, expect.anything(), expect.anything()])
  for (let n = 0; n < 3; n++) queue.leave()
  expect([begun, queue.inFlight, queue.waiting]).toEqual([['b', 'a'], 0, 0])
})

test('whatever comes and goes: nobody is lost, nobody begins twice, and between two turns of a caller each other that waits has one', () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ enter: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 4, arbitrary: fc.constant('leave' as const) },
    { weight: 1, arbitrary: fc.record({ giveUp: fc.nat(200) }) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.integer({ min: 1, max: 3 }), (steps, requestsInFlight) => {
      const queue = createFairQueue({ ...roomy, requestsInFlight })
      const tickets: { ticket: Ticket; caller: string; state: 'waits' | 'begun' | 'gone' }[] = []
      let running = 0
      /** Callers served since each caller that waits was last served or began to wait. */
      const served = new Map<string, string[]>()
      const waits = (caller: string) => tickets.some((one) => one.caller === caller && one.state === 'waits')
      for (const what of steps) {
        if (what === 'leave') {
          if (running === 0) continue
          running -= 1
          queue.leave()
        } else if ('enter' in what) {
          const caller = what.enter
          const was = waits(caller)
          const entry = queue.enter(caller, 1, () => {
            const mine = tickets.find(({ ticket }) => ticket === entry)!
            expect(mine.state).toBe('waits')
            mine.state = 'begun'
            running += 1
            for (const [other, list] of served) {
              if (other === caller || !waits(other)) continue
              expect(list).not.toContain(caller)
              list.push(caller)
            }
            served.set(caller, [])
          })
          if (entry === 'now') running += 1
          else {
            tickets.push({ ticket: entry as Ticket, caller, state: 'waits' })
            if (!was) served.set(caller, [])
          }
        } else {
          const one = tickets[what.giveUp % Math.max(1, tickets.length)]
          if (one?.state !== 'waits') continue
          one.state = 'gone'
          queue.giveUp(one.ticket)
        }
        const waiting = tickets.filter(({ state }) => state === 'waits').length
        expect([queue.inFlight, queue.waiting]).toEqual([running, waiting])
        expect(running <= requestsInFlight && (waiting === 0 || running === requestsInFlight)).toBe(true)
      }
    }),
    { numRuns: 300, seed: 11 },
  )
})

import type { LiveEvent } from 'attune/api-types'
import { useCallback, useEffect, useState } from 'react'
import { ApiProblem } from './api-problem.ts'
import { createSseParser } from './create-sse-parser.ts'
import { paths } from './paths.ts'
import { useSession } from './session.tsx'

/** Rows kept; older ones leave the list. */
const kept = 200
const flushMs = 250

export interface LiveRow {
  /** Goes up with every arrival; a stable key. */
  readonly serial: number
  readonly line: LiveEvent
}

export interface LiveEvents {
  /** Newest first. */
  readonly rows: readonly LiveRow[]
  readonly state: 'connecting' | 'open' | 'lost'
  readonly problem: ApiProblem | undefined
  /** Arrived while paused and not shown. */
  readonly waiting: number
  /** The server left these out, because more arrived than one can read. */
  readonly skipped: number
}

/** EventSource cannot send an Authorization header, so the stream is read from `fetch`. Reconnects with growing pauses. */
export function useLiveEvents(paused: boolean): LiveEvents {
  const { client } = useSession()
  const [rows, setRows] = useState<readonly LiveRow[]>([])
  const [state, setState] = useState<LiveEvents['state']>('connecting')
  const [problem, setProblem] = useState<ApiProblem>()
  const [queue] = useState(() => ({ rows: [] as LiveRow[], serial: 0 }))
  const [waiting, setWaiting] = useState(0)
  const [skipped, setSkipped] = useState(0)

  const read = useCallback(
    async (signal: AbortSignal) => {
      const stream = await client.stream(paths.live, signal)
      setState('open')
      setProblem(undefined)
      const parse = createSseParser()
      const decoder = new TextDecoder()
      const reader = stream.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        for (const message of parse(decoder.decode(value, { stream: true }))) {
          if (message.event === 'skipped') {
            const { count } = JSON.parse(message.data) as { count: number }
            setSkipped((before) => before + count)
          }
          if (message.event !== 'event' && message.event !== 'refused') continue
          queue.serial += 1
          queue.rows.unshift({ serial: queue.serial, line: JSON.parse(message.data) as LiveEvent })
          queue.rows.length = Math.min(queue.rows.length, kept)
        }
      }
    },
    [client, queue],
  )

  useEffect(() => {
    const abort = new AbortController()
    const loop = async () => {
      let pause = 1000
      while (!abort.signal.aborted) {
        const opened = performance.now()
        try {
          await read(abort.signal)
        } catch (error) {
          if (abort.signal.aborted) return
          if (error instanceof ApiProblem) setProblem(error)
        }
        if (abort.signal.aborted) return
        setState('lost')
        pause = performance.now() - opened > 10_000 ? 1000 : Math.min(30_000, pause * 2)
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
    loop()
    return () => abort.abort()
  }, [read])

  useEffect(() => {
    const timer = setInterval(() => {
      if (paused) return setWaiting(queue.rows.length)
      setWaiting(0)
      if (queue.rows.length === 0) return
      const fresh = queue.rows.splice(0)
      setRows((old) => [...fresh, ...old].slice(0, kept))
    }, flushMs)
    return () => clearInterval(timer)
  }, [paused, queue])

  return { rows, state, problem, waiting: paused ? waiting : 0, skipped }
}

/** The part of autocannon (which has no types of its own) that the benchmarks use. */
declare module 'autocannon' {
  interface Request {
    body?: string
  }
  interface Options {
    url: string
    method: string
    headers: Record<string, string>
    connections: number
    amount: number
    requests: { setupRequest: (request: Request) => Request }[]
  }
  interface Result {
    '2xx': number
    non2xx: number
    errors: number
    /** Milliseconds. */
    latency: { average: number; p50: number; p90: number; p99: number; p99_9: number; max: number }
  }
  interface Running extends Promise<Result> {
    on(event: 'response', listener: () => void): void
  }
  export default function autocannon(options: Options): Running
}

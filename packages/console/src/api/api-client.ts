import { ApiProblem, problemOf } from './api-problem.ts'

export interface Answered<T> {
  readonly value: T
  /** Milliseconds since the epoch at which it came. */
  readonly at: number
}

export interface ApiClient {
  get<T>(path: string, signal?: AbortSignal): Promise<T>
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, signal?: AbortSignal): Promise<T>
  /** An answer that is to be kept as a file. */
  file(path: string): Promise<Blob>
  /** The body of an answer that goes on, for server-sent events. */
  stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>
  /** The last answer of a GET: shown at once while a new one is on its way. */
  last<T>(path: string): Answered<T> | undefined
}

export interface ApiClientOptions {
  /** Undefined for somebody who is signed in: the browser sends their cookie, which no script can read. */
  readonly key: string | undefined
  readonly fetch: typeof fetch
  readonly now: () => number
  /** Called when the server no longer takes the key. */
  readonly onUnauthorized: (problem: ApiProblem) => void
}

const keptAnswers = 60

/** Talks to the HTTP API with the reader's key, which stays in this closure, or their session. Every failure is an ApiProblem (or an AbortError). */
export function createApiClient({ key, fetch, now, onUnauthorized }: ApiClientOptions): ApiClient {
  const answers = new Map<string, Answered<unknown>>()

  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
    let response: Response
    try {
      response = await fetch(path, { ...init, headers })
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error
      throw new ApiProblem({ status: 0, code: 'unreachable', detail: 'The server did not answer.' })
    }
    if (response.ok) return response
    const problem = await problemOf(response)
    if (problem.status === 401) onUnauthorized(problem)
    throw problem
  }
  const bodyOf = async <T>(response: Response): Promise<T> => {
    if (response.status === 204) return undefined as T
    return (await response.json()) as T
  }

  return {
    async get<T>(path: string, signal?: AbortSignal) {
      const value = await bodyOf<T>(await request(path, signal ? { signal } : {}))
      answers.delete(path)
      answers.set(path, { value, at: now() })
      const oldest = answers.keys().next().value
      if (answers.size > keptAnswers && oldest !== undefined) answers.delete(oldest)
      return value
    },
    async send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal) {
      const init: RequestInit = { method, ...(signal ? { signal } : {}) }
      if (body !== undefined) {
        init.headers = { 'content-type': 'application/json' }
        init.body = JSON.stringify(body)
      }
      return bodyOf<T>(await request(path, init))
    },
    file: async (path) => (await request(path, {})).blob(),
    async stream(path, signal) {
      const { body } = await request(path, { signal, headers: { accept: 'text/event-stream' } })
      if (!body) throw new ApiProblem({ status: 0, code: 'no-stream', detail: 'The server sent no stream.' })
      return body
    },
    last: <T>(path: string) => answers.get(path) as Answered<T> | undefined,
  }
}

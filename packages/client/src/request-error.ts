/** A request that was not answered as asked. `status` 0: the server could not be reached. */
export class AttuneRequestError extends Error {
  readonly status: number
  /** The server's stable code, for example `rate-limited`; `unreachable` where none came. */
  readonly code: string

  constructor(status: number, code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AttuneRequestError'
    this.status = status
    this.code = code
  }
}

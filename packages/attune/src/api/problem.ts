import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AttuneError } from '../errors.ts'
import type { Problem } from './schemas/common.ts'

/** Codes for what the HTTP layer itself refuses. */
const codes: Readonly<Record<string, { status: number; code: string; detail: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'invalid-json', detail: 'The body is not valid JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'empty-body', detail: 'The body is empty; send JSON.' },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body-too-large',
    detail: 'The body is too large; send smaller batches.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, code: 'unsupported-media-type', detail: 'Send application/json.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'invalid-content-length',
    detail: 'Content-Length does not match the body.',
  },
  // Fastify's own texts repeat the path, and that may name a person.
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'invalid-url',
    detail: 'The path has a “%” that two hex digits do not follow, or that is not UTF-8.',
  },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'url-too-long', detail: 'A part of the path is too long.' },
}

/** A key of the body as the name of a field; one that may be something else, such as an address, is left out. */
const nameOnly = (key: string): string => (/^[\w$.-]{0,64}$/.test(key) ? key : '…')

/** zod names keys that it does not know as they came. */
function withoutKeys(message: string): string {
  if (!message.startsWith('Unrecognized key')) return message
  const keys = [...message.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, key = '']) => key)
  return keys.every((key) => nameOnly(key) === key) ? message : 'Unrecognized key'
}

function problemOf(error: FastifyError | AttuneError): Problem {
  const titled = (status: number, code: string, detail: string): Problem => ({
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
  })
  if (error instanceof AttuneError) {
    const { field, ...details } = error.details
    const problem = titled(error.status, error.code, error.message)
    return {
      ...problem,
      ...(typeof field === 'string' ? { errors: [{ field, message: error.message }] } : {}),
      ...(Object.keys(details).length > 0 ? { details } : {}),
    }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => {
      const path = issue.instancePath.replace(/^\//, '').split('/').map(nameOnly).join('.')
      return {
        field: path || (error.validationContext ?? 'body'),
        message: withoutKeys(issue.message ?? 'is not valid'),
      }
    })
    const first = errors[0]
    return {
      ...titled(400, 'invalid-request', first ? `${first.field}: ${first.message}` : 'The request is not valid.'),
      errors,
    }
  }
  const known = codes[error.code]
  if (known) return titled(known.status, known.code, known.detail)
  if (error instanceof SyntaxError && error.statusCode === 400)
    return titled(400, 'invalid-json', 'The body is not valid JSON.')
  if (error.statusCode && error.statusCode < 500)
    return titled(error.statusCode, error.code ?? 'bad-request', error.message)
  return titled(500, 'internal-error', 'Something broke on our side. The request was not carried out; try again.')
}

/** Answers every error as an RFC 9457 problem document; what broke on our side goes to the log, never to the caller. */
export function sendProblem(
  error: FastifyError | AttuneError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error)
  // The route's pattern, not its URL: a URL may carry a person's id.
  if (problem.status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
  const wait = error instanceof AttuneError ? error.details.retryAfterSeconds : undefined
  if (typeof wait === 'number') reply.header('retry-after', wait)
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem)
}

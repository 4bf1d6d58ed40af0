import type { Problem } from 'attune/api-types'

/** What went wrong with a request: the server's problem document, or what stands for it when there was no answer. */
export class ApiProblem extends Error {
  /** HTTP status; 0 when the server could not be reached. */
  readonly status: number
  readonly code: string
  readonly fields: readonly { readonly field: string; readonly message: string }[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(problem: Pick<Problem, 'status' | 'code' | 'detail'> & Partial<Problem>) {
    super(problem.detail)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code
    this.fields = problem.errors ?? []
    this.details = problem.details ?? {}
  }
}

/** What went wrong in the reader's language where the server wrote it in both, else as it came. */
export function messageIn(
  problem: ApiProblem,
  language: 'en' | 'zh',
): { readonly text: string; readonly lang: string } {
  const own = problem.details[language]
  return typeof own === 'string'
    ? { text: own, lang: language === 'zh' ? 'zh-CN' : 'en' }
    : { text: problem.message, lang: 'en' }
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const fallback = { status: response.status, code: `http-${response.status}`, detail: response.statusText }
  try {
    const body: unknown = await response.json()
    if (typeof body !== 'object' || body === null) return new ApiProblem(fallback)
    return new ApiProblem({ ...fallback, ...(body as Partial<Problem>) })
  } catch {
    return new ApiProblem(fallback)
  }
}

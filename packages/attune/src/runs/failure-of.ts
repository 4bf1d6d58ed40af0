/** Why a training ended early, as its record keeps it. */
export function failureOf(error: unknown): { readonly code: string; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error)
  return { code: error instanceof Error && 'code' in error ? String(error.code) : 'training-failed', message }
}

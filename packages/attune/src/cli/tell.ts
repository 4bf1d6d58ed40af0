import { type ApiClient, apiClient } from './open.ts'
import type { CommonOptions } from './options.ts'
import { printJson } from './output.ts'

/** A line on standard output. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Asks, and says what came: as JSON, or in words. */
export async function tell<Answer>(
  options: CommonOptions,
  ask: (api: ApiClient) => Promise<Answer>,
  words: (answer: Answer) => void,
): Promise<void> {
  const api = await apiClient(options)
  try {
    const answer = await ask(api)
    if (options.json) printJson(answer)
    else words(answer)
  } finally {
    await api.close()
  }
}

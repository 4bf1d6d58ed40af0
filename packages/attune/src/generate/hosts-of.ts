import type { ConfiguredModel } from './language-door.ts'

/** Machines that texts go to: of models that can be used, each once. */
export function hostsOf(models: readonly ConfiguredModel[]): readonly string[] {
  return [...new Set(models.flatMap(({ host, problem }) => (host === null || problem !== null ? [] : [host])))]
}

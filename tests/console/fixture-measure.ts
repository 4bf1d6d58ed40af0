import { createExperimentFixtures } from './fixture-experiments.ts'
import type { Answer } from './fixtures.ts'

/** Made-up answers of everything that measures. */
export function createMeasureFixtures(at: (ms: number) => string, empty: boolean) {
  const experiments = createExperimentFixtures(at, empty)
  return {
    get(
      resource: string | undefined,
      id: string,
      part: string | undefined,
      query: URLSearchParams,
    ): Answer | undefined {
      switch (resource) {
        case 'experiments':
          return experiments.get(id, part, query)
        case 'experiment-power':
          return experiments.power(query)
        case 'metrics':
          return experiments.metrics()
        case 'aa-checks':
          return experiments.aaChecks()
        default:
          return undefined
      }
    },
    change(
      resource: string | undefined,
      method: string,
      id: string,
      action: string | undefined,
      body: unknown,
    ): Answer | undefined {
      if (resource === 'experiments') return experiments.change(method, id, action, body)
      return undefined
    },
    all: () => ({ ...experiments.all() }),
  }
}

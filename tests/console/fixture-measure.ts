import { attributionOf } from './fixture-attribution.ts'
import { createExperimentFixtures } from './fixture-experiments.ts'
import { createFlagFixtures } from './fixture-flags.ts'
import { createUpliftFixtures } from './fixture-uplift.ts'
import { valuesOf } from './fixture-value.ts'
import type { Answer } from './fixtures.ts'

const ok = (body: unknown): Answer => ({ status: 200, body })

/** Made-up answers of everything that measures. */
export function createMeasureFixtures(at: (ms: number) => string, empty: boolean) {
  const experiments = createExperimentFixtures(at, empty)
  const flags = createFlagFixtures(at, empty)
  const uplift = createUpliftFixtures(at, empty)
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
        case 'flags':
          return flags.get()
        case 'uplift':
          return uplift.get(id)
        case 'value':
          return ok({ result: empty ? null : valuesOf(at) })
        case 'attribution':
          return ok(attributionOf(at, empty, query))
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
      if (resource === 'metrics')
        return id === 'preview' ? experiments.previewMetric() : experiments.changeMetric(method, id, body)
      if (resource === 'flags') return flags.change(method, id, body)
      if (resource === 'uplift') return uplift.change(method, action, body)
      if (resource === 'value') return ok(valuesOf(at))
      return undefined
    },
    all: () => ({
      ...experiments.all(),
      ...flags.all(),
      ...uplift.all(),
      value: { result: empty ? null : valuesOf(at) },
      attribution: ['channel', 'placement'].map((by) => attributionOf(at, empty, new URLSearchParams({ by }))),
    }),
  }
}

import type { FlagInput, FlagView } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const ok = (body: unknown): Answer => ({ status: 200, body })

/** Made-up flags of a tea shop. */
export function createFlagFixtures(at: (ms: number) => string, empty: boolean) {
  const flags: FlagView[] = empty
    ? []
    : [
        {
          id: 'checkout-steps',
          title: 'Steps of the checkout',
          on: true,
          defaultValue: 4,
          rules: [{ experiment: 'checkout', values: { control: 4, short: 2 } }],
          updatedAt: at(3_600_000),
        },
        {
          id: 'gift-wrap',
          title: '礼品包装',
          on: true,
          defaultValue: false,
          rules: [
            { value: true, share: 1, unit: 'person', segments: ['loyal'], condition: {} },
            { value: true, share: 0.1, unit: 'person', segments: [], condition: { country: 'CN' } },
          ],
          updatedAt: at(86_400_000),
        },
        { id: 'old-search', title: '', on: false, defaultValue: 'classic', rules: [], updatedAt: at(9 * 86_400_000) },
      ]
  return {
    get: (): Answer => ok({ flags }),
    change(method: string, id: string, body: unknown): Answer | undefined {
      const place = flags.findIndex((flag) => flag.id === id)
      if (method === 'DELETE') {
        flags.splice(place, 1)
        return { status: 204, body: undefined }
      }
      const next: FlagView = { ...(body as FlagInput & Pick<FlagView, 'title'>), id, updatedAt: at(0) } as FlagView
      if (place < 0) flags.push(next)
      else flags[place] = next
      return ok(next)
    },
    all: () => ({ flags }),
  }
}

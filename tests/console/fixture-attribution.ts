import type { AttributionView } from 'attune/api-types'

const methods = ['first', 'last', 'linear', 'time-decay', 'position', 'markov', 'shapley'] as const

/** Made-up ways to orders; placements are experimented with, channels are not. */
export function attributionOf(at: (ms: number) => string, empty: boolean, query: URLSearchParams): AttributionView {
  const by = (query.get('by') ?? 'channel') as AttributionView['by']
  const names =
    by === 'placement' ? ['home', 'cart'] : by === 'campaign' ? ['spring', '双十一'] : ['search', 'email', 'social']
  const orders = [180, 95, 42]
  const credit = (base: number, k: number) => ({ conversions: base * (1 + k / 40), value: base * 120 })
  const credits = (base: number) =>
    Object.fromEntries(
      methods.map((method, k) => [method, credit(base, k)]),
    ) as AttributionView['channels'][number]['credits']
  const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half })
  const measured = by === 'placement' && !empty
  return {
    from: at(27 * 86_400_000),
    to: at(0),
    by,
    touch: (query.get('touch') ?? 'click') as AttributionView['touch'],
    lookbackDays: 30,
    currency: empty ? null : 'CNY',
    total: empty ? { conversions: 0, value: 0 } : { conversions: 412, value: 49_440 },
    unattributed: empty ? { conversions: 0, value: 0 } : { conversions: 95, value: 11_400 },
    losses: empty ? 0 : 3_180,
    together: 0,
    channels: empty
      ? []
      : names.map((channel, k) => ({ channel, credits: credits(orders[k] ?? 0), removalEffect: 0.4 - 0.1 * k })),
    increments: measured
      ? [
          {
            channel: 'home',
            treatment: 'personalised',
            control: 'popular',
            persons: 8_400,
            conversions: estimate(96, 40),
            value: estimate(11_500, 6_000),
          },
        ]
      : [],
    comparison: measured
      ? methods.map((method, k) => ({
          method,
          error: 84 + 4 * k,
          channels: [
            {
              channel: 'home',
              credited: 180 * (1 + k / 40),
              incremental: estimate(96, 40),
              ratio: 1.9,
              verdict: 'too-much' as const,
            },
          ],
        }))
      : [],
    closest: measured ? (methods[0] ?? null) : null,
    warnings: empty ? [{ code: 'no-orders', en: 'Nobody ordered in this time.', zh: '这段时间内没有订单。' }] : [],
  }
}

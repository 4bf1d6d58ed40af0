import type { ItemPage, PeoplePage } from 'attune/api-types'

const picture = (hue: number, path: string) =>
  `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="hsl(${hue} 30% 88%)"/><path d="${path}" fill="none" stroke="hsl(${hue} 40% 34%)" stroke-width="2" stroke-linejoin="round"/></svg>`)}`
const cup = 'M16 26h28v10a12 12 0 0 1-12 12h-4a12 12 0 0 1-12-12zM44 29h5a6 6 0 0 1 0 12h-5'
const leaf = 'M14 50C14 28 28 16 52 14c0 24-12 36-32 32M14 50c6-12 14-20 26-26'

/** A made-up tea shop. */
export function fixtureItems(at: (ms: number) => string): ItemPage['items'] {
  const rows = [
    ['tea-101', 'Spring Tieguanyin, 2025 picking', 'light oolong', 168, 150, leaf, 4210],
    ['pot-018', 'Unglazed side-handle pot, 180 ml', 'teaware', 320, 24, cup, 2890],
    ['set-004', '四款品鉴装', 'gift sets', 98, 340, cup, 2420],
    ['tea-104', '西湖龙井 明前', 'green tea', 268, 110, leaf, 2017],
    ['cup-033', 'Celadon cup, pair', 'teaware', 86, 200, cup, 1640],
    ['tea/“117”', 'Phoenix Dancong “Honey Orchid”', 'light oolong', 218, 60, leaf, 911],
    ['art-201', 'How oolong is withered', 'articles', null, 280, '', 633],
    ['tea-130', '陈年普洱 2008', 'dark tea', 1280, 12, '', 208],
  ] as const
  const filler = Array.from(
    { length: 14 },
    (_, i) =>
      [`tea-${300 + i}`, `House tea no. ${i + 1}`, 'green tea', 30 + i, (i * 37) % 360, leaf, 180 - i * 3] as const,
  )
  return [...rows, ...filler].map(([id, title, category, price, hue, path, interactions28d], i) => ({
    id,
    kind: category === 'articles' ? 'article' : 'product',
    title,
    description: i % 3 === 2 ? '' : 'Picked by hand in the last week of April, roasted twice, and rested for a month.',
    categories: [category],
    tags: ['spring', 'single origin'],
    brand: 'Northshore',
    price,
    currency: price === null ? null : 'CNY',
    image: path === '' ? null : picture(hue, path),
    url: `https://shop.example/${encodeURIComponent(id)}`,
    language: /\p{Script=Han}/u.test(title) ? 'zh' : 'en',
    attributes: { origin: 'Anxi', year: 2025 },
    available: i % 7 !== 6,
    publishedAt: at(90 * 86_400_000),
    updatedAt: at(3 * 86_400_000),
    interactions28d,
    missing: [...(i % 3 === 2 ? ['description'] : []), ...(path === '' ? ['image'] : [])],
  }))
}

export function fixturePeople(at: (ms: number) => string): PeoplePage['people'] {
  const known = [
    ['p_8f31c2aa0', 'u-1001', 'Lin Yue', 1204, 16],
    ['p_71c09be41', 'u-1002', '王小明', 388, 4],
    ['p_3310aa9fe', 'u-1003', 'Amélie O’Neill-García', 95, 1],
    ['p_2cd7719a0', null, null, 12, 0],
  ] as const
  const more = Array.from({ length: 12 }, (_, i) => [`p_aa${1000 + i}`, `u-${2000 + i}`, null, 90 - i, i % 3] as const)
  return [...known, ...more].map(([personId, userId, name, events, orders], i) => ({
    personId,
    userId,
    name,
    events,
    orders,
    firstSeen: at((300 - i) * 86_400_000),
    lastSeen: at(6 * 60_000 * (1 + i * i)),
  }))
}

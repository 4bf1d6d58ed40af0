import type { ClusterStatement, Clusters } from '../api/schemas/clusters.ts'

export interface InBoth {
  readonly en: string
  readonly zh: string
}

/** Parts of the day, six hours each from midnight. */
export const dayParts = ['night', 'morning', 'afternoon', 'evening'] as const

const hours: Readonly<Record<string, InBoth>> = {
  night: { en: 'at night', zh: '深夜' },
  morning: { en: 'in the morning', zh: '上午' },
  afternoon: { en: 'in the afternoon', zh: '下午' },
  evening: { en: 'in the evening', zh: '晚间' },
}
const devices: Readonly<Record<string, InBoth>> = {
  phone: { en: 'on a phone', zh: '手机' },
  tablet: { en: 'on a tablet', zh: '平板' },
  computer: { en: 'on a computer', zh: '电脑' },
  other: { en: 'on another device', zh: '其他设备' },
}

const same = (text: string): InBoth => ({ en: text, zh: text })

/** What a statement says, in a few words. */
export function statementText({ kind, name, value }: Pick<ClusterStatement, 'kind' | 'name' | 'value'>): InBoth {
  switch (kind) {
    case 'hours':
      return hours[name] ?? same(name)
    case 'device':
      return devices[name] ?? same(name)
    case 'trait':
      return value === 'true' ? same(name) : { en: `${name} ${value}`, zh: `${name}：${value}` }
    default:
      return same(name)
  }
}

export const unnamed = (number: number): InBoth => ({ en: `Group ${number}`, zh: `第 ${number} 组` })

/** Why there are as many clusters as there are. */
export const reasonTexts: Readonly<Record<Clusters['reason'], InBoth>> = {
  given: { en: 'This number was asked for.', zh: '按指定的数量划分。' },
  'best-of-both': {
    en: 'Of the numbers whose groups come back with other people of the same kind, this one keeps them apart best.',
    zh: '在换一批同类用户仍能重现的分组数中，这个数量分得最开。',
  },
  'most-stable': {
    en: 'No number gives groups that surely come back with other people; this one does most. Read them with care.',
    zh: '没有哪个数量的分组能稳定重现，这个相对最稳定，请谨慎解读。',
  },
  'no-structure': {
    en: 'There are hardly any groups among these people: the borders are drawn through the middle of the crowd.',
    zh: '这些用户几乎没有明显的分组：边界是从人群中间划开的。',
  },
}

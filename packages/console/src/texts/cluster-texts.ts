import type { Text } from './text.ts'

/** Groups of people who are alike. */
export const clusterTexts = {
  title: ['Groups of people who are alike', '相似用户分组'],
  what: ['The groups did not load.', '分组没有加载出来。'],
  none: [
    'Nobody was grouped yet. Groups are found by what people like, buy and when they come, among those who allow a portrait.',
    '还没有划分。分组依据用户的喜好、购买和到访时间，只包含允许画像的用户。',
  ],
  find: ['Find groups', '划分'],
  findAgain: ['Find again', '重新划分'],
  finding: ['Looking for groups…', '正在划分……'],
  howMany: ['How many', '数量'],
  chosen: ['chosen', '自动'],
  method: ['Method', '方法'],
  kmeans: ['k-means', 'k 均值'],
  gaussian: ['Gaussian mixture', '高斯混合'],
  sub: (people: string, among: string, day: string): Text => [
    `${people} of ${among} people who allow a portrait, ${day}`,
    `允许画像的 ${among} 人中的 ${people} 人，${day}`,
  ],
  map: (groups: string, explained: string): Text => [
    `A map of ${groups} groups: who is near is alike. It shows ${explained} of the differences.`,
    `${groups} 个分组的分布图：越近越相似，显示了 ${explained} 的差异。`,
  ],
  group: ['Group', '分组'],
  people: ['People', '人数'],
  special: ['More than others', '与众不同之处'],
  times: (name: string, lift: string): Text => [`${name} ×${lift}`, `${name} ×${lift}`],
  writtenBy: (model: string): Text => [`named by the model ${model}`, `由模型 ${model} 命名`],
  segment: ['As a segment', '作为人群'],
  selects: (people: string): Text => [`selects ${people} people`, `选出 ${people} 人`],
  fits: ['How well the rule brings the group back', '规则对该组的还原程度'],
  precision: (share: string, range: string): Text => [
    `${share} of those it selects are of the group (95% interval ${range})`,
    `选中的人中 ${share} 属于该组（95% 区间 ${range}）`,
  ],
  recall: (share: string, range: string): Text => [
    `it finds ${share} of the group (${range})`,
    `覆盖该组的 ${share}（${range}）`,
  ],
  toBuilder: ['Look at it in the builder', '在规则编辑器中查看'],
  noSegment: ['not told apart by what they like', '喜好上没有区别'],
  tried: ['What was tried', '尝试过的数量'],
  groups: ['Groups', '组数'],
  silhouette: ['Silhouette', '轮廓系数'],
  stability: ['Stability', '稳定性'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const clusterPartTexts: Readonly<Record<string, Text>> = {
  night: ['at night', '深夜'],
  morning: ['in the morning', '上午'],
  afternoon: ['in the afternoon', '下午'],
  evening: ['in the evening', '晚间'],
  phone: ['on a phone', '手机'],
  tablet: ['on a tablet', '平板'],
  computer: ['on a computer', '电脑'],
  other: ['on another device', '其他设备'],
}

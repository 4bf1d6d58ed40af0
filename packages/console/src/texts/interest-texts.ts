import type { Text } from './text.ts'

/** The map of interests. */
export const interestTexts = {
  title: ['Interest map', '兴趣地图'],
  what: ['The map did not load.', '兴趣地图没有加载出来。'],
  sub: (people: string, base: string): Text => [
    `${people} of ${base} people who allow a portrait have an interest`,
    `允许画像的 ${base} 人中 ${people} 人有兴趣`,
  ],
  part: ['Interests in', '兴趣类型'],
  category: ['Categories', '类目'],
  brand: ['Brands', '品牌'],
  tag: ['Tags', '标签'],
  item: ['Items', '商品'],
  of: ['Of', '范围'],
  everybody: ['everybody', '全部用户'],
  map: ['Who likes what', '谁喜欢什么'],
  sentence: (count: string, first: string, people: string): Text => [
    `A map of ${count} interests. The largest is ${first} with ${people} people. Near is shared by the same people.`,
    `${count} 项兴趣的分布图，最大的是${first}，${people} 人。越近，共同的人越多。`,
  ],
  how: ['Area: people. Near: shared by the same people.', '面积：人数。距离：共同的人越多越近。'],
  stressGood: (stress: string): Text => [
    `The map tells distances faithfully (stress ${stress}).`,
    `图中距离较可靠（应力 ${stress}）。`,
  ],
  stressFair: (stress: string): Text => [
    `The map tells distances roughly (stress ${stress}).`,
    `图中距离大致可靠（应力 ${stress}）。`,
  ],
  stressPoor: (stress: string): Text => [
    `These interests pull in many ways: read distances with care (stress ${stress}).`,
    `兴趣之间关系复杂，距离仅供参考（应力 ${stress}）。`,
  ],
  leftOut: (tooFew: string, fewest: string, beyond: string): Text => [
    `Left out: ${tooFew} of fewer than ${fewest} people, and ${beyond} smaller ones.`,
    `未显示：不足 ${fewest} 人的 ${tooFew} 项，以及较小的 ${beyond} 项。`,
  ],
  none: (fewest: string): Text => [
    `Nothing is shared by ${fewest} people yet. Interests come from views, clicks and orders of items that have a category, a brand or tags.`,
    `还没有 ${fewest} 人以上的共同兴趣。兴趣来自对带有类目、品牌或标签的商品的浏览、点击和下单。`,
  ],
  interest: ['Interest', '兴趣'],
  people: ['People', '人数'],
  share: ['Share', '占比'],
  show: ['Show', '查看'],
  showOne: (name: string): Text => [`Show ${name}`, `查看「${name}」`],
  choose: ['Choose an interest on the map or in the table.', '请在图中或表格中选择一项兴趣。'],
  ofBase: (share: string): Text => [`${share} of those counted`, `占统计人数的 ${share}`],
  madeOf: ['What it is made of', '主要来自'],
  madeOfPeople: (people: string): Text => [`${people} people`, `${people} 人`],
  near: ['What they like as well', '同时感兴趣'],
  shared: (people: string, lift: string): Text => [
    `${people} people, ${lift} times as often as everybody`,
    `${people} 人，为整体的 ${lift} 倍`,
  ],
  noNear: (fewest: string): Text => [
    `Fewer than ${fewest} people share another.`,
    `与其他兴趣的共同人数不足 ${fewest} 人。`,
  ],
  add: ['Add to a segment', '加入人群规则'],
  added: ['In the segment below', '已加入下方人群'],
  segment: ['A segment of these', '由这些兴趣组成人群'],
  anyOf: ['any of them', '满足任一'],
  allOf: ['all of them', '同时满足'],
  join: ['People with', '条件'],
  takeOut: (name: string): Text => [`Remove ${name}`, `移除「${name}」`],
  toBuilder: ['Make the segment', '创建人群'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

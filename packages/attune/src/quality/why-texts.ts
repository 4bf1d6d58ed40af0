import type { CheckName } from './quality-checks.ts'

/** Why each check matters: what suffers where it is not in order. */
export const whyTexts: Readonly<Record<CheckName, { readonly en: string; readonly zh: string }>> = {
  'event-item': {
    en: 'Taste is learnt from what people did with which item.',
    zh: '偏好来自用户对具体商品的行为。',
  },
  'item-known': {
    en: 'Only items of the catalogue are recommended and counted in interests.',
    zh: '只有目录中的商品才能被推荐，并计入兴趣。',
  },
  'event-value': {
    en: 'Revenue, lifetime value and rules on money are sums of these values.',
    zh: '收入、生命周期价值和金额规则都由这些金额汇总而来。',
  },
  'event-currency': {
    en: 'Amounts of unknown currencies cannot be added up.',
    zh: '币种不明的金额无法相加。',
  },
  'declared-field': {
    en: 'Rules and reports that read the field see nobody.',
    zh: '依赖该字段的规则和报表将选不到人。',
  },
  'item-title': {
    en: 'People read the title, and models and searches read it too.',
    zh: '用户看到的是标题，模型和搜索也以标题为依据。',
  },
  'item-category': {
    en: 'Interests, diversity and the map of interests are made of categories.',
    zh: '兴趣、多样性和兴趣地图都基于类目。',
  },
  'item-text': {
    en: 'Until people have met an item, its text is all that places it.',
    zh: '在有人接触之前，商品只能依靠文本定位。',
  },
  'item-price': {
    en: 'Price bands of people and rules on price are read from it.',
    zh: '价格带和价格规则以此为依据。',
  },
  'item-brand': {
    en: 'Interests in brands, and how many of one brand stand in a list, are read from it.',
    zh: '品牌兴趣，以及列表中同一品牌的数量，都以此为依据。',
  },
  'item-vector': {
    en: 'Items without a vector have no similar items by meaning, and new ones wait for the next training.',
    zh: '没有向量的商品无法按语义找到相似商品，新商品需等待下次训练。',
  },
  'person-trait': {
    en: 'Segments by city, membership or age select only people of whom it is known.',
    zh: '按城市、会员或年龄划分的人群只包含已知这些信息的用户。',
  },
  'last-event': {
    en: 'Nothing that people do now changes what they see while a source is silent.',
    zh: '数据源中断期间，用户的最新行为不会影响推荐。',
  },
  'lag-median': {
    en: 'Decisions follow what has arrived: late events are answered late.',
    zh: '决策依据已到达的事件，到得晚，响应就晚。',
  },
  'lag-p95': {
    en: 'The slowest events miss the visit that they belong to.',
    zh: '最慢的事件会错过所属的访问。',
  },
  'repeated-message': {
    en: 'Repeats cost bandwidth, and often show that answers get lost.',
    zh: '重复发送占用带宽，往往说明应答丢失。',
  },
  'same-title': {
    en: 'One item under two ids splits its history, and stands twice in a list.',
    zh: '同一商品使用两个编号会分散历史数据，并在列表中重复出现。',
  },
  'shared-email': {
    en: 'One person under two ids is asked twice, and each portrait is half.',
    zh: '同一个人被当成两个人，会重复触达，画像也不完整。',
  },
  'shared-phone': {
    en: 'One person under two ids is asked twice, and each portrait is half.',
    zh: '同一个人被当成两个人，会重复触达，画像也不完整。',
  },
  'shared-device': {
    en: 'Who shares a device may be one person, or a household.',
    zh: '共用设备的可能是同一个人，也可能是一家人。',
  },
  'crowded-identifier': {
    en: 'An identifier of many joins strangers into one portrait.',
    zh: '多人共用的标识会把陌生人合并成一个画像。',
  },
  'drift-events': {
    en: 'Models have learnt from the mix that was, and rules count what no longer comes.',
    zh: '模型学习的是过去的构成，规则统计的可能是已不再出现的事件。',
  },
  'drift-categories': {
    en: 'What people meet has changed, and models know the old.',
    zh: '用户接触的内容已经变化，而模型只了解过去。',
  },
  'drift-value': {
    en: 'A changed unit or price list makes revenue before and after incomparable.',
    zh: '单位或价格变化会使前后收入无法比较。',
  },
}

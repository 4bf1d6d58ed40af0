import type { CheckName, Section, Verdict } from './quality-checks.ts'

export interface QualityTexts {
  readonly sections: Readonly<Record<Section, string>>
  readonly verdicts: Readonly<Record<Verdict, string>>
  /** Of what is in order, and of what cannot be said yet. */
  readonly ok: string
  readonly 'too-few': string
  readonly checks: Readonly<Record<CheckName, { readonly name: string; readonly advice: string }>>
  readonly columns: readonly [string, string, string, string, string, string]
  readonly everywhere: string
  readonly summary: (bad: number, look: number, ok: number, tooFew: number) => string
  readonly allWell: string
  readonly more: string
  readonly times: (value: string) => string
}

/** What the data-quality report says, in both languages. */
export const qualityTexts: Readonly<Record<'en' | 'zh', QualityTexts>> = {
  en: {
    sections: { completeness: 'Completeness', freshness: 'Freshness', duplicates: 'Duplicates', drift: 'Drift' },
    verdicts: { ok: 'ok', look: 'look', bad: 'bad', 'too-few': 'too few' },
    ok: 'Nothing to do.',
    'too-few': 'Too little has arrived to say anything.',
    checks: {
      'event-item': {
        name: 'events that name their item',
        advice: 'Send product_id (or itemId, sku) with this event; without it nothing can be learnt about taste.',
      },
      'item-known': {
        name: 'named items that the catalogue has',
        advice: 'Import the missing items, or send the ids that the catalogue uses; unknown items are never shown.',
      },
      'event-value': {
        name: 'orders that say their value',
        advice: 'Send price and quantity of every line, or total; otherwise reports show too little revenue.',
      },
      'event-currency': {
        name: 'values that say their currency',
        advice: 'Send currency (CNY, EUR …) with every value; amounts without one are in no revenue report.',
      },
      'declared-field': {
        name: 'declared fields that arrive',
        advice: 'Ask whoever runs the source why this field stays away, or take it out of the declaration.',
      },
      'item-title': {
        name: 'items with a title',
        advice: 'Give these items a title of their own; people see the id instead.',
      },
      'item-category': {
        name: 'items with a category',
        advice: 'Fill in categories: interests, diversity and drift are counted over them.',
      },
      'item-text': {
        name: 'items with a description',
        advice: 'Write a description: new items are recommended by what their text says.',
      },
      'item-price': {
        name: 'items with a price',
        advice: 'If these items are sold, import their prices; price bands and rules on price leave them out.',
      },
      'item-brand': {
        name: 'items with a brand',
        advice:
          'If these items have brands, import them; interests in brands and their limits in lists leave others out.',
      },
      'item-vector': {
        name: 'items with a vector of their text',
        advice: 'Wait until vectors are made, or see under “attune encoder status” why they are not.',
      },
      'person-trait': {
        name: 'known people with a trait',
        advice: 'Send identify with what people told you (city, membership …), or import traits from your CRM.',
      },
      'last-event': {
        name: 'silence, against the usual gap',
        advice: 'Check whether the source still runs and its key is valid: it is silent for longer than usual.',
      },
      'lag-median': {
        name: 'delay of arrival, median',
        advice: 'Send events when they happen; decisions cannot follow what arrives later.',
      },
      'lag-p95': {
        name: 'delay of arrival, slowest 5 %',
        advice: 'See which devices or jobs hold events back, and whether their clocks are right.',
      },
      'repeated-message': {
        name: 'messages sent again',
        advice: 'Nothing was counted twice, but look why the sender repeats: lost answers, or two tags on one page.',
      },
      'same-title': {
        name: 'items with nearly the same title',
        advice:
          'See whether the pairs are one item imported twice; if so keep one id, or put variants into attributes.',
      },
      'shared-email': {
        name: 'people who share an e-mail',
        advice:
          'Join who is one person by sending both ids in one identify, and look out for a shared mailbox or a test address.',
      },
      'shared-phone': {
        name: 'people who share a phone',
        advice: 'Join who is one person by sending both ids in one identify; a switchboard’s number belongs to nobody.',
      },
      'shared-device': {
        name: 'people who share a device',
        advice: 'Families share devices: join people only where you know that they are one.',
      },
      'crowded-identifier': {
        name: 'people whose identifier too many have',
        advice:
          'Find the shared mailbox, switchboard or test address and stop sending it; it joins nobody any more, and merges made by it can be taken back.',
      },
      'drift-events': {
        name: 'kinds of events, last week against before',
        advice: 'Compare what this source sends now with last month: an event may be missing, renamed or sent twice.',
      },
      'drift-categories': {
        name: 'categories of items, last week against before',
        advice: 'If no campaign or season explains it, look for re-sorted categories; then train again.',
      },
      'drift-value': {
        name: 'amounts, last week against before',
        advice: 'Look for a changed unit (cents instead of yuan), currency or price list before you trust revenue.',
      },
    },
    columns: ['check', 'source', 'of', 'value', 'over', 'verdict'],
    everywhere: 'all',
    summary: (bad, look, ok, tooFew) => `${bad} bad, ${look} to look at, ${ok} ok, ${tooFew} with too few data`,
    allWell: 'Nothing to look at.',
    more: 'Run with --all to see every check.',
    times: (value) => `${value} × usual`,
  },
  zh: {
    sections: { completeness: '完整性', freshness: '新鲜度', duplicates: '重复', drift: '漂移' },
    verdicts: { ok: '正常', look: '留意', bad: '有问题', 'too-few': '数据不足' },
    ok: '无需处理。',
    'too-few': '收到的数据太少，暂时无法判断。',
    checks: {
      'event-item': {
        name: '指明商品的事件',
        advice: '请在该事件中带上 product_id（或 itemId、sku），否则无法从中了解偏好。',
      },
      'item-known': {
        name: '事件中的商品在目录里',
        advice: '请导入缺少的商品，或改用目录里的商品编号；目录中没有的商品不会被展示。',
      },
      'event-value': {
        name: '带金额的订单',
        advice: '请发送每行商品的 price 和 quantity，或订单的 total，否则报表里的收入会偏低。',
      },
      'event-currency': {
        name: '带币种的金额',
        advice: '请为每笔金额注明 currency（如 CNY），没有币种的金额不计入收入报表。',
      },
      'declared-field': {
        name: '已声明且收到的字段',
        advice: '请向数据来源的负责人确认该字段为何缺失，或从声明中删去。',
      },
      'item-title': { name: '有标题的商品', advice: '请为这些商品填写标题，目前用户看到的是商品编号。' },
      'item-category': { name: '有类目的商品', advice: '请补全类目：兴趣、多样性和漂移都按类目计算。' },
      'item-text': { name: '有描述的商品', advice: '请补充描述：新商品要靠文字内容才能推荐给合适的人。' },
      'item-price': { name: '有价格的商品', advice: '如果这些商品在售，请导入价格；价格带和价格规则会跳过它们。' },
      'item-brand': {
        name: '有品牌的商品',
        advice: '如果这些商品有品牌，请补充导入；品牌兴趣和列表中的品牌限制不包含没有品牌的商品。',
      },
      'item-vector': {
        name: '有文本向量的商品',
        advice: '请等待向量生成完毕，或用「attune encoder status」查看未生成的原因。',
      },
      'person-trait': {
        name: '有属性的已知用户',
        advice: '请通过 identify 发送用户告知的信息（城市、会员等级等），或从 CRM 导入。',
      },
      'last-event': {
        name: '静默时长（相对平常）',
        advice: '该来源比平常安静得久，请检查它是否仍在运行、密钥是否有效。',
      },
      'lag-median': { name: '到达延迟（中位数）', advice: '请在事件发生时立即发送，迟到的事件无法影响当下的推荐。' },
      'lag-p95': { name: '到达延迟（最慢 5%）', advice: '请检查哪些设备或任务积压了事件，以及它们的时钟是否准确。' },
      'repeated-message': {
        name: '重复发送的消息',
        advice: '重复的没有计入，但请查明发送方为何重发：响应丢失，还是同一页面装了两份代码。',
      },
      'same-title': {
        name: '标题几乎相同的商品',
        advice: '请确认这些成对的商品是否重复导入；如是，只保留一个编号，规格差异放进 attributes。',
      },
      'shared-email': {
        name: '共用邮箱的用户',
        advice: '若是同一人，请在一次 identify 中同时发送两个 ID 以合并；同时排查公共邮箱或测试邮箱。',
      },
      'shared-phone': {
        name: '共用手机号的用户',
        advice: '若是同一人，请在一次 identify 中同时发送两个 ID 以合并；总机号码不属于任何人。',
      },
      'shared-device': { name: '共用设备的用户', advice: '家人常共用设备，只有确知是同一人时才合并。' },
      'crowded-identifier': {
        name: '标识被太多人共用的用户',
        advice: '请找出公共邮箱、总机或测试号码并停止发送；该标识已不再用于合并，由它产生的合并可以撤销。',
      },
      'drift-events': {
        name: '事件构成（近 7 天与此前对比）',
        advice: '请对照上月检查该来源现在发送的事件：可能有事件缺失、改名或重复发送。',
      },
      'drift-categories': {
        name: '商品类目构成（近 7 天与此前对比）',
        advice: '如果不是活动或季节所致，请检查类目是否调整过，然后重新训练模型。',
      },
      'drift-value': {
        name: '金额分布（近 7 天与此前对比）',
        advice: '采信收入之前，请先检查单位（分与元）、币种或价目表是否变了。',
      },
    },
    columns: ['检查项', '来源', '对象', '数值', '样本数', '结论'],
    everywhere: '全部',
    summary: (bad, look, ok, tooFew) => `有问题 ${bad} 项，需留意 ${look} 项，正常 ${ok} 项，数据不足 ${tooFew} 项`,
    allWell: '没有需要留意的问题。',
    more: '加上 --all 可查看全部检查项。',
    times: (value) => `平常的 ${value} 倍`,
  },
}

import type { Text } from './text.ts'

/** Re-ranking on the placements page. */
export const rerankTexts = {
  title: ['Re-ranking', '重排'],
  none: ['none: shown in the model’s order', '无：按模型的顺序展示'],
  armOwn: (variation: string): Text => [`${variation} has a re-ranking of its own`, `「${variation}」有单独的重排设置`],
  armNone: (variation: string): Text => [`${variation} goes without`, `「${variation}」不重排`],
  hint: [
    'Steps that change the model’s list before it is shown, in this order. Exploration comes after them; filters hold for it too.',
    '展示前按此顺序调整模型给出的列表。探索在其后进行，同样遵守筛选规则。',
  ],
  depth: ['Candidates', '候选数量'],
  depthHint: [
    'How many the steps choose from. Empty: the larger of 50 and five times what is asked for.',
    '各步骤从多少个候选中选择。留空：取 50 与请求数量 5 倍中较大者。',
  ],
  add: ['Add a step', '增加步骤'],
  addKind: ['Kind of step', '步骤类型'],
  step: (n: string, kind: string): Text => [`Step ${n}: ${kind}`, `第 ${n} 步：${kind}`],
  moveUp: (step: string): Text => [`Move up: ${step}`, `上移：${step}`],
  moveDown: (step: string): Text => [`Move down: ${step}`, `下移：${step}`],
  remove: (step: string): Text => [`Remove: ${step}`, `移除：${step}`],
  ruleName: ['Name of the rule', '规则名称'],
  when: ['Items for which', '符合条件的内容'],
  whenHint: [
    'For example: price < 50 and "vegan" in tags and not seen_within("7d")',
    '例如：price < 50 and "vegan" in tags and not seen_within("7d")',
  ],
  action: ['What happens', '处理方式'],
  factor: ['Score ×', '得分 ×'],
  position: ['Place', '位置'],
  addRule: ['Add a rule', '增加规则'],
  removeRule: (name: string): Text => [`Remove the rule ${name}`, `移除规则「${name}」`],
  relevance: ['Weight of the score (%)', '得分的权重 (%)'],
  similarity: ['Likeness by', '相似度依据'],
  calibration: ['Weight of the person’s proportions (%)', '用户兴趣比例的权重 (%)'],
  by: ['By', '依据'],
  byHint: [
    'categories, tags, brand, kind, language or attributes.<name>',
    'categories、tags、brand、kind、language 或 attributes.<名称>',
  ],
  limit: ['Limit', '上限类型'],
  limitMost: ['items', '个数'],
  limitShare: ['share (%)', '占比 (%)'],
  amount: ['At most', '至多'],
  window: ['Within places', '连续位置数'],
  windowAll: ['whole list', '整个列表'],
  addCap: ['Add a cap', '增加上限'],
  removeCap: (by: string): Text => [`Remove the cap by ${by}`, `移除「${by}」上限`],
  stuck: ['When nothing left fits', '没有合适的内容时'],
  stuckStop: ['end the list', '列表到此为止'],
  stuckRelax: ['fill it all the same', '照常补满'],
  share: ['Fair share of the places (%)', '公平占比 (%)'],
  guard: ['Protected are', '受保护的内容'],
  guardWhen: ['items for which a condition holds', '符合条件的内容'],
  guardValues: ['items of some brands or groups', '属于某些品牌或分组的内容'],
  values: ['Which ones, one a line', '具体名称，每行一个'],
  novelty: ['Weight of being little known (%)', '冷门程度的权重 (%)'],
  preview: ['Preview', '预览'],
  previewHint: [
    'What this placement would show now, before it is saved. Nothing is logged.',
    '保存之前，查看该推荐位现在会展示什么。不会记录为决策。',
  ],
  person: ['For', '预览对象'],
  findPerson: ['Find a person', '查找用户'],
  stranger: ['somebody unknown', '陌生访客'],
  leftOut: ['Not shown, though the model wanted to', '模型想展示、但未展示的内容'],
  wrong: [
    'There is something to mend above before it can be saved; until then this is what it showed last.',
    '上方有需要更正的地方，更正后才能保存；在此之前显示上一次的结果。',
  ],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const stageKindTexts: Readonly<Record<string, Text>> = {
  rules: ['Business rules', '业务规则'],
  mmr: ['Variety, by the nearest item above', '多样性：与上方最相似者比较'],
  dpp: ['Variety, against all items above', '多样性：与上方全部内容比较'],
  calibrate: ['The person’s proportions', '贴合用户兴趣比例'],
  caps: ['Caps', '数量上限'],
  fairExposure: ['Fair exposure', '公平曝光'],
  novelty: ['Little known items', '冷门内容'],
}

export const ruleActionTexts: Readonly<Record<string, Text>> = {
  filter: ['show only these', '只展示这些'],
  boost: ['count their score × …', '得分乘以…'],
  bury: ['put them last', '排到最后'],
  pin: ['put the best one at a place', '将最佳者固定在某个位置'],
}

export const similarityTexts: Readonly<Record<string, Text>> = {
  model: ['the model’s vectors', '模型向量'],
  categories: ['categories', '类目'],
  tags: ['tags', '标签'],
  brand: ['brand', '品牌'],
}

/** A step in a line. */
export const stageWordTexts = {
  filter: (name: string, when: string): Text => [
    `${name}: only items with ${when}`,
    `${name}：只展示符合「${when}」的内容`,
  ],
  boost: (name: string, when: string, factor: string): Text => [
    `${name}: score × ${factor} with ${when}`,
    `${name}：符合「${when}」者得分 × ${factor}`,
  ],
  bury: (name: string, when: string): Text => [`${name}: last with ${when}`, `${name}：符合「${when}」者排到最后`],
  pin: (name: string, when: string, place: string): Text => [
    `${name}: place ${place} for ${when}`,
    `${name}：第 ${place} 位留给符合「${when}」者`,
  ],
  variety: (percent: string, by: string): Text => [
    `score ${percent}, the rest variety by ${by}`,
    `得分占 ${percent}，其余看多样性（依据：${by}）`,
  ],
  calibrate: (percent: string, by: string): Text => [
    `${by} as in the person’s history, weight ${percent}`,
    `${by}的比例贴合用户历史，权重 ${percent}`,
  ],
  capMost: (by: string, most: string): Text => [`at most ${most} of one ${by}`, `同一${by}至多 ${most} 个`],
  capWindow: (rule: string, window: string): Text => [
    `${rule} in any ${window} places`,
    `任意连续 ${window} 位中${rule}`,
  ],
  fair: (percent: string, group: string): Text => [
    `${percent} of every beginning of the list for ${group}`,
    `列表任一前段的 ${percent} 留给「${group}」`,
  ],
  novelty: (percent: string): Text => [`being little known counts ${percent}`, `冷门程度占 ${percent}`],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

import type { Text } from './text.ts'

export const upliftTexts = {
  title: ['Uplift', '增益'],
  sub: [
    'Whom a treatment moves, learnt from experiments, and whom it pays to treat.',
    '从实验中学习处理对谁有效，以及值得投放给谁。',
  ],
  what: ['The models of uplift did not load.', '增益模型没有加载出来。'],
  whatOne: ['This model did not load.', '这个模型没有加载出来。'],
  none: ['No model yet', '还没有模型'],
  noneWhy: [
    'A model is learnt from an experiment by person: what people did before they saw it, and what came afterwards. It takes 100 people of each arm whose days have passed.',
    '模型从按用户划分的实验中学习：用户看到实验之前做过什么、之后发生了什么。每组至少需要 100 名观察期已满的用户。',
  ],
  toExperiments: ['To the experiments', '前往实验'],
  toUplift: ['Whom does it move?', '对谁有效？'],
  train: ['Learn a model…', '训练模型…'],
  trainTitle: ['Learn a model of uplift', '训练增益模型'],
  trainNow: ['Learn it', '开始训练'],
  from: ['From', '数据来源'],
  fromHint: [
    'Experiments by person with fixed weights, and placements with a control.',
    '按用户划分且权重固定的实验，以及设有对照的推荐位。',
  ],
  experimentNamed: (name: string): Text => [`Experiment: ${name}`, `实验：${name}`],
  placementNamed: (name: string): Text => [`Placement: ${name}`, `推荐位：${name}`],
  noSource: [
    'No experiment by person has begun yet, and no placement has a control. Begin one first.',
    '还没有已开始的按用户划分的实验，也没有设置对照的推荐位。请先启动一个。',
  ],
  outcome: ['Outcome', '结果'],
  ordered: ['whether they ordered', '是否下单'],
  revenue: ['what they spent', '消费金额'],
  metricNamed: (name: string): Text => [`metric: ${name}`, `指标：${name}`],
  days: ['Days after they first saw it', '首次看到后的天数'],
  daysHint: ['Only people whose days have all passed are counted.', '只计入观察期已满的用户。'],
  training: ['learning', '训练中'],
  broken: ['broken off', '已中断'],
  trainingWhy: [
    'It is being learnt, which takes a minute or a few. This page shows it as soon as it is there.',
    '正在训练，需要一到几分钟，完成后会立即显示在这里。',
  ],
  failed: (why: string): Text => [`It could not be learnt: ${why}`, `未能训练：${why}`],
  brokenWhy: ['The training was broken off. Learn another one.', '训练已中断，请重新训练。'],
  models: ['Models', '模型'],
  model: ['Model', '模型'],
  against: (treatment: string, control: string): Text => [
    `“${treatment}” against “${control}”`,
    `「${treatment}」对比「${control}」`,
  ],
  people: ['People', '人数'],
  state: ['State', '状态'],
  order: ['Qini', 'Qini'],
  made: ['Made', '训练时间'],
  within: (what: string, days: string): Text => [`${what}, ${days} days`, `${what}，${days} 天`],
  learntFrom: (source: string, what: string, days: string, people: string): Text => [
    `From ${source}: ${what} within ${days} days, ${people} people.`,
    `来自${source}：${days} 天内${what}，共 ${people} 人。`,
  ],
  all: ['All models', '所有模型'],
  remove: ['Remove…', '移除…'],
  removeTitle: (id: string): Text => [`Remove ${id}?`, `移除 ${id}？`],
  removeWhy: [
    'The model and what was found are gone for good. Scores and segments made by it stay as they are.',
    '模型及其结果将永久移除；由它生成的分数和人群保持不变。',
  ],
  qini: ['Does the order hold?', '排序是否有效'],
  qiniSub: [
    'Qini curve on people that the model never saw; per 1,000 people',
    '以模型未见过的人绘制的 Qini 曲线；每千人',
  ],
  wins: (share: string, gain: string, range: string): Text => [
    `Treating the best ${share} wins ${gain} per 1,000 people more than treating as many drawn by lot (95% interval ${range}).`,
    `与随机投放同样人数相比，投放给前 ${share} 的人每千人多获得 ${gain}（95% 区间 ${range}）。`,
  ],
  overEverybody: (gain: string, range: string): Text => [
    `Against treating everybody: ${gain} (${range}).`,
    `与全部投放相比：${gain}（${range}）。`,
  ],
  effect: (gain: string, range: string): Text => [
    `On everybody the treatment does ${gain} per 1,000 people (${range}).`,
    `对所有人，该处理的平均效果为每千人 ${gain}（${range}）。`,
  ],
  shareTreated: ['Share that is treated', '投放比例'],
  byModel: ['by the model', '按模型'],
  byLot: ['by lot', '随机'],
  curveSentence: (at: string, model: string, lot: string): Text => [
    `Outcomes won by the share that is treated: at ${at} ${model} by the model, ${lot} by lot`,
    `按投放比例获得的结果：在 ${at} 处，按模型 ${model}，随机 ${lot}`,
  ],
  measures: ['Measures by name', '各项指标'],
  measure: ['Measure', '指标'],
  number: ['Value', '数值'],
  groups: ['Predicted and real', '预测与实际'],
  groupsSub: [
    'tenths by predicted uplift, the highest first; per 1,000 people',
    '按预测增益分为十组，最高在前；每千人',
  ],
  group: ['Tenth', '十分位'],
  predicted: ['Predicted', '预测'],
  uplift: ['Uplift', '增益'],
  groupLabel: (group: string, uplift: string, range: string): Text => [
    `Tenth ${group}: uplift ${uplift}, 95% interval ${range}`,
    `第 ${group} 组：增益 ${uplift}，95% 区间 ${range}`,
  ],
  drivers: ['What the order rests on', '排序的依据'],
  driversSub: ['how much it changes when one thing is shuffled', '打乱某一项后排序变化的程度'],
  lowHigh: (low: string, high: string): Text => [
    `few or low: ${low} · many or high: ${high}`,
    `较低时 ${low} · 较高时 ${high}`,
  ],
  noDrivers: ['Nothing that is known tells people apart here.', '已知信息无法区分这里的人。'],
  targets: ['Whom does it pay to treat?', '值得投放给谁'],
  targetsSub: ['people there are now who agreed', '当前已同意的用户'],
  value: ['What one outcome is worth', '一次结果的价值'],
  valueOfMoney: ['What is earned of 1 spent', '每 1 元消费的收益'],
  valueHint: ['Such as the margin of an order.', '例如一单的毛利。'],
  cost: ['What it costs to treat one person', '投放一人的成本'],
  costOfOutcome: ['What one outcome costs where it was treated', '投放后每次结果的额外成本'],
  costOfOutcomeHint: ['Such as the discount of a coupon that is used.', '例如优惠券核销的金额。'],
  seenWithin: ['Among people who did something in the last … days', '最近多少天内有活动的用户'],
  purpose: ['They must have agreed to', '须已同意'],
  advertising: ['advertising', '广告'],
  personalisation: ['personal recommendations', '个性化推荐'],
  more: ['More', '更多'],
  workOut: ['Work it out', '计算'],
  sendTo: (share: string, chosen: string, people: string): Text => [
    `Send to the best ${share}: ${chosen} of ${people} people`,
    `投放给前 ${share}：${people} 人中的 ${chosen} 人`,
  ],
  sendToNobody: ['It pays to treat nobody', '不值得投放给任何人'],
  shareRange: ['The share that pays most, with its 95% interval.', '最划算的投放比例及其 95% 区间。'],
  expected: ['Expected profit over treating nobody', '与不投放相比的预期利润'],
  chosenOnes: ['them alone', '只投放给他们'],
  asManyByLot: ['as many by lot', '随机投放同样人数'],
  everybody: ['everybody', '全部投放'],
  expectedWhy: [
    'What each person brings is as in the experiment; how many there are is of now.',
    '每人的收益以实验为准，人数以当前为准。',
  ],
  profitCurve: ['Profit a person by the share that is treated', '按投放比例的人均利润'],
  profitSentence: (share: string, profit: string): Text => [
    `Profit a person by the share that is treated; at ${share} it is ${profit}`,
    `按投放比例的人均利润；在 ${share} 处为 ${profit}`,
  ],
  profit: ['profit', '利润'],
  saveSegment: ['Save as a segment…', '保存为人群…'],
  saveTitle: ['Save them as a segment', '保存为人群'],
  saveWhy: [
    'Everybody’s uplift is kept as a score of today, and the segment is who reaches the cut. It does not move on by itself: save it anew before you use it again.',
    '每个人的增益将保存为今天的分数，达到阈值者构成人群。它不会自动更新：再次使用前请重新保存。',
  ],
  segmentId: ['Id', '编号'],
  segmentIdHint: ['Letters, digits, _ . - (at most 64).', '字母、数字、_ . -（最多 64 个字符）。'],
  segmentName: ['Name', '名称'],
  saved: (members: string): Text => [`${members} people are in the segment.`, `该人群有 ${members} 人。`],
  toSegment: ['To the segment', '查看人群'],
  checks: ['Can it be believed?', '结果是否可信'],
  alike: (count: string): Text => [
    `Both arms are alike in all ${count} things known of people before: no difference is above .1 standard deviations.`,
    `两组在此前已知的全部 ${count} 项上相似：差异均不超过 0.1 个标准差。`,
  ],
  notAlike: (names: string): Text => [
    `The arms differ by more than .1 standard deviations in: ${names}. With many people that is no chance; look at how they were divided.`,
    `两组在以下项上的差异超过 0.1 个标准差：${names}。人数较多时这并非偶然，请检查划分方式。`,
  ],
  chance: (share: string): Text => [
    `Everybody was treated with a chance of ${share}, whoever they were.`,
    `无论是谁，被处理的概率都是 ${share}。`,
  ],
  refutation: ['Tests that try to refute the effect', '反驳检验'],
  placeboPassed: (effect: string): Text => [
    `With treatments drawn by lot nothing is left of it: ${effect}.`,
    `将处理随机打乱后，效果消失：${effect}。`,
  ],
  placeboFailed: (effect: string): Text => [
    `With treatments drawn by lot something is left of it: ${effect}. Do not believe it.`,
    `将处理随机打乱后，效果仍然存在：${effect}，不可采信。`,
  ],
  causePassed: (effect: string): Text => [
    `With a meaningless thing added it stays: ${effect}.`,
    `加入无意义的特征后，效果不变：${effect}。`,
  ],
  causeFailed: (effect: string): Text => [
    `With a meaningless thing added it moves out of its interval: ${effect}.`,
    `加入无意义的特征后，效果移出区间：${effect}。`,
  ],
  subsetPassed: (effect: string): Text => [
    `On 80% of the people it stays: ${effect}.`,
    `仅用 80% 的人时，效果不变：${effect}。`,
  ],
  subsetFailed: (effect: string): Text => [
    `On 80% of the people it moves out of its interval: ${effect}.`,
    `仅用 80% 的人时，效果移出区间：${effect}。`,
  ],
  stands: ['stands', '通过'],
  fails: ['fails', '未通过'],
  feature: ['Known before', '此前已知'],
  treated: ['Treated', '处理组'],
  control: ['Control', '对照组'],
  difference: ['Difference, sd', '差异（标准差）'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

/** Why a training did not begin, by the code of the server. */
export const upliftProblems: Readonly<Record<string, Text>> = {
  'too-few-people': [
    'There are too few people in an arm whose days have passed and who allow training: 100 are needed. Wait, or choose fewer days.',
    '某一组观察期已满且同意训练的用户不足 100 人。请稍后再试，或减少天数。',
  ],
  'no-rows': [
    'Nobody saw it long enough ago. Wait, or choose fewer days.',
    '还没有观察期已满的用户。请稍后再试，或减少天数。',
  ],
  'uplift-is-training': ['Another model is being learnt. Wait until it is done.', '另一个模型正在训练，请等待其完成。'],
  'metric-not-per-person': [
    'This metric is of many people, not of one. Choose another one.',
    '该指标针对多人而非个人，请选择其他指标。',
  ],
  'metric-better-down': ['Choose a metric of which more is better.', '请选择越高越好的指标。'],
  'treat-nobody': [
    'At this cost it pays to treat nobody: there is nobody to save.',
    '按此成本不值得投放给任何人，没有可保存的人群。',
  ],
  'no-past': [
    'Nothing is known of these people from before they were exposed, or the same of all: nothing tells whom it moves.',
    '这些人在曝光之前没有任何记录，或记录完全相同，无法区分谁会受影响。',
  ],
  'too-few-rows': ['There are too few people to learn from and to judge by.', '可用于训练和评估的人太少。'],
  'one-arm': ['All of them were treated alike: there is nothing to compare.', '所有人都在同一组，无从比较。'],
  'rows-gone': [
    'The process was ended while it learnt, and what it learnt from is kept no longer. Begin a new one.',
    '训练中途进程结束，训练数据不再保留。请重新开始。',
  ],
}

/** Why a model could not be learnt, in the reader's language where it is known. */
export const failureText = ({ code, message }: { readonly code: string; readonly message: string }): Text =>
  upliftProblems[code] ?? [message, message]

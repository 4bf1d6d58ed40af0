import type { Text } from './text.ts'

export const runTexts = {
  title: ['Runs', '训练任务'],
  sub: ['What trains, how far it is, and what came of it', '哪些模型在训练、进度如何、结果怎样'],
  what: ['The runs did not load.', '训练任务没有加载出来。'],
  whatOne: ['This run did not load.', '这个训练任务没有加载出来。'],
  whatCurve: ['The curve did not load.', '曲线没有加载出来。'],
  none: ['No runs yet', '还没有训练任务'],
  noneWhy: [
    'A run is a training of a network on texts of your own. It begins on the command line and shows here at once, while it runs too:',
    '训练任务用您自己的文本训练网络。在命令行中启动后，会立即显示在这里，训练过程中也可查看：',
  ],
  run: ['Run', '任务'],
  state: ['State', '状态'],
  score: ['Score', '得分'],
  loss: ['Loss', '损失'],
  progressAndLoss: ['Progress, loss', '进度、损失'],
  begun: ['Begun', '开始'],
  took: ['Worked', '用时'],
  shown: (shown: string, total: string): Text => [
    `The ${shown} newest of ${total}`,
    `显示最新的 ${shown} 个，共 ${total} 个`,
  ],
  step: ['Step', '步'],
  stepOf: (step: string, steps: string): Text => [`step ${step} of ${steps}`, `第 ${step} 步，共 ${steps} 步`],
  left: (time: string): Text => [`about ${time} left`, `约剩 ${time}`],
  perSecond: (samples: string): Text => [`${samples} examples a second`, `每秒 ${samples} 条`],
  stepsPerSecond: (steps: string): Text => [`${steps} steps a second`, `每秒 ${steps} 步`],
  progress: ['Progress', '进度'],
  notBegun: ['Reading the data; no step is done yet.', '正在读取数据，尚未完成任何一步。'],
  lossSub: ['mean over each stretch of steps; the strong line is smoothed', '每段步数的平均值；粗线为平滑后的曲线'],
  lossCompared: ['smoothed, by step', '平滑后，按步对齐'],
  raw: ['as it was', '原始'],
  smooth: ['smoothed', '平滑'],
  lossSentence: (from: string, to: string, steps: string): Text => [
    `Loss from ${from} to ${to} over ${steps} steps`,
    `损失在 ${steps} 步中从 ${from} 变为 ${to}`,
  ],
  learningRate: ['Learning rate', '学习率'],
  learningRateSentence: (from: string, to: string): Text => [
    `Learning rate from ${from} to ${to}`,
    `学习率从 ${from} 变为 ${to}`,
  ],
  judged: (by: string): Text => [`Judged by ${by}`, `评测：${by}`],
  judgedSub: ['on data that is not learnt from', '在未参与训练的数据上'],
  judgement: ['a held-out score', '留出数据上的得分'],
  judgedSentence: (by: string, best: string, step: string): Text => [
    `Judged by ${by}; the last is ${best} at step ${step}`,
    `评测：${by}；最近一次为 ${best}，在第 ${step} 步`,
  ],
  noCurve: ['There is no step to draw yet.', '还没有可以画出的步。'],
  scores: ['Scores', '得分'],
  scoresSub: ['on data that was set aside', '在留出的数据上'],
  noScores: ['Scores come with the end of the run.', '任务结束后才有得分。'],
  perClass: ['Each class', '各类别'],
  perClassSub: ['the weakest first: more texts help most there', '最弱的在前：补充这些类别的文本最有效'],
  allClasses: (count: string): Text => [`All ${count} classes`, `全部 ${count} 个类别`],
  class: ['Class', '类别'],
  precision: ['Precision', '精确率'],
  recall: ['Recall', '召回率'],
  texts: ['Texts', '文本数'],
  settings: ['Settings', '参数'],
  changedAfter: (step: string): Text => [`changed after step ${step}`, `第 ${step} 步之后变更`],
  data: ['Data', '数据'],
  files: ['Files', '文件'],
  leftOut: ['Left out', '略去'],
  dataHash: ['Data hash', '数据哈希'],
  parameters: ['Parameters trained', '训练的参数量'],
  device: ['Computed on', '计算设备'],
  versions: ['Versions', '版本'],
  resumed: ['Taken up again', '继续次数'],
  card: ['Model card', '模型卡'],
  intended: ['Meant for', '适用范围'],
  limits: ['Not for', '不适用'],
  compareWith: ['Compare with another run', '与其他任务对比'],
  comparison: (other: string): Text => [`Compared with ${other}`, `与 ${other} 对比`],
  difference: ['What differs', '差异'],
  same: ['Settings, data and scores are the same.', '参数、数据和得分都相同。'],
  this: ['this run', '本任务'],
  other: ['the other', '对比任务'],
  cancel: ['Cancel the run…', '取消任务…'],
  cancelling: ['It ends after the step it is in.', '当前这一步完成后停止。'],
  cancelTitle: (id: string): Text => [`Cancel ${id}?`, `取消 ${id}？`],
  cancelWhy: [
    'The run ends after the step it is in. Where it stands is kept, and it can be gone on with on the command line.',
    '任务在当前这一步完成后停止。进度会保留，可在命令行中继续。',
  ],
  cancelConfirm: ['Cancel the run', '取消任务'],
  failed: ['It failed.', '任务失败。'],
  interruptedWhy: [
    'Its process ended before it was done. What was kept is there:',
    '任务未完成，进程就已结束。已保存的进度还在：',
  ],
  cancelledWhy: ['It was cancelled. Go on with it where it stands:', '任务已取消。从停下的地方继续：'],
  failedNext: ['What was kept before is there:', '此前保存的进度还在：'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const runStateTexts = {
  running: ['running', '进行中'],
  cancelling: ['cancelling', '正在取消'],
  finished: ['finished', '已完成'],
  cancelled: ['cancelled', '已取消'],
  failed: ['failed', '失败'],
  interrupted: ['interrupted', '已中断'],
} as const satisfies Record<string, Text>

export const runKindTexts: Readonly<Record<string, Text>> = {
  classify: ['text classifier', '文本分类'],
}

export const scoreTexts: Readonly<Record<string, Text>> = {
  accuracy: ['Accuracy', '准确率'],
  macroF1: ['Macro F1', '宏平均 F1'],
  microF1: ['Micro F1', '微平均 F1'],
  auc: ['AUC', 'AUC'],
  logloss: ['Log loss', '对数损失'],
  ece: ['Calibration error', '校准误差'],
  loss: ['Loss', '损失'],
  perplexity: ['Perplexity', '困惑度'],
  rmse: ['RMSE', 'RMSE'],
  mae: ['MAE', 'MAE'],
  spearman: ['Rank correlation', '秩相关'],
}

export const countTexts: Readonly<Record<string, Text>> = {
  trainTexts: ['Texts learnt from', '训练文本'],
  testTexts: ['Texts tried on', '测试文本'],
  trainRows: ['Rows learnt from', '训练行数'],
  testRows: ['Rows tried on', '测试行数'],
  classes: ['Classes', '类别数'],
}

/** The words for a name that comes from a run, or the name. */
export const wordsFor = (texts: Readonly<Record<string, Text>>, name: string): Text =>
  (Object.hasOwn(texts, name) ? texts[name] : undefined) ?? [name, name]

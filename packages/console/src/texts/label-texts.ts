import type { Text } from './text.ts'

export const labelTexts = {
  title: ['Labelling', '文本标注'],
  sub: [
    'Teach your own labels: the texts whose label would teach most come first.',
    '教会 Attune 使用自定义标签：先给出最值得标注的文本。',
  ],
  what: ['The tasks did not load.', '标注任务没有加载出来。'],
  whatProposals: ['The proposals did not load.', '待标注文本没有加载出来。'],
  tasks: ['Tasks', '任务'],
  noTask: ['No task yet', '还没有任务'],
  noTaskWhy: [
    'Name what you want to tell apart, such as topics or urgent-tickets, in small letters, digits and hyphens.',
    '请为要区分的内容起名，例如 topics 或 urgent-tickets，可用小写字母、数字和连字符。',
  ],
  name: ['Name of the task', '任务名称'],
  open: ['Open', '打开'],
  labelled: (count: string): Text => [`${count} texts have a label`, `已标注 ${count} 条`],
  next: ['Worth labelling next', '接下来最值得标注的文本'],
  nextSub: ['the most telling first', '信息量最大的排在最前'],
  done: ['Every text here has a label.', '这里的文本都已标注。'],
  from: ['Texts from', '文本来源'],
  items: ['Items', '商品'],
  reviews: ['Reviews, comments, questions', '评价、评论与提问'],
  searches: ['Searches', '搜索词'],
  saidHint: [
    'From people who agree to training, without names, numbers and addresses. What they said is kept nowhere else: it goes with their consent.',
    '来自同意用于训练的用户，已隐去姓名、号码和地址。这些文本不另存：用户撤回同意后即不再使用。',
  ],
  guess: (label: string, share: string): Text => [`Looks like ${label} (${share})`, `可能是「${label}」（${share}）`],
  newLabel: ['Another label', '其他标签'],
  give: (label: string): Text => [`Label as ${label}`, `标为「${label}」`],
  add: ['Give', '标注'],
  train: ['Teach again', '重新训练'],
  training: ['Teaching…', '训练中…'],
  taught: (version: string, texts: string): Text => [
    `Version ${version} learnt from ${texts} texts.`,
    `第 ${version} 版学习了 ${texts} 条文本。`,
  ],
  accuracy: (share: string, range: string): Text => [
    `It labels ${share} of new texts rightly (95% interval ${range}).`,
    `对新文本的标注正确率为 ${share}（95% 区间 ${range}）。`,
  ],
  unjudged: [
    'How well it does can be said once every label has five texts.',
    '每个标签达到五条文本后，才能说明效果如何。',
  ],
  labels: ['Labels', '标签'],
  label: ['Label', '标签'],
  texts: ['Texts', '文本'],
  found: ['Found', '找出'],
} satisfies Record<string, Text | ((...words: string[]) => Text)>

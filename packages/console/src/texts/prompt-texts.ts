import type { Text } from './text.ts'

/** What language models are asked with. */
export const promptTexts = {
  prompts: ['Prompts', '提示词'],
  promptsSub: ['what models are asked with', '向模型提问所用的文字'],
  what: ['The prompts did not load.', '提示词没有加载出来。'],
  whatOne: ['The prompt did not load.', '提示词没有加载出来。'],
  prompt: ['Prompt', '提示词'],
  askedFor: ['Asked for', '面向'],
  person: ['a person', '单个用户'],
  team: ['the team', '团队'],
  inForce: ['In force', '当前版本'],
  versions: ['Versions', '版本'],
  experiment: ['Experiment', '实验'],
  versionOf: (version: string): Text => [`Version ${version}`, `第 ${version} 版`],
  shipped: ['shipped', '随产品提供'],
  used: ['in force', '使用中'],
  unfit: ['no longer fits', '已不适用'],
  unfitWhy: [
    'The shipped prompt takes other variables by now; the shipped words are used instead.',
    '随产品提供的提示词已改用其他变量，因此改用随产品提供的文字。',
  ],
  sub: (purpose: string): Text => [
    `For the purpose “${purpose}”. House rules and the marks around other people’s texts are added to every version.`,
    `用途「${purpose}」。每个版本都会自动附上安全规则，以及外来文字的标记。`,
  ],
  personSub: [
    'Asked for one person: an experiment may say who gets which version.',
    '针对单个用户提问：可以由实验决定谁用哪一版。',
  ],
  teamSub: ['Asked for the team: one version for all, and no experiment.', '为团队提问：所有人用同一版，不能做实验。'],
  decidedBy: (experiment: string): Text => [
    `Experiment “${experiment}” decides while it runs`,
    `运行期间由实验「${experiment}」决定`,
  ],
  add: ['New version', '新建版本'],
  addTitle: (id: string): Text => [`New version of ${id}`, `${id} 的新版本`],
  addHint: (variables: string): Text => [
    `Both languages, with ${variables} in the task, and the same JSON as answer. A version is never changed; it is used once you say so.`,
    `两种语言都要写；任务中须包含 ${variables}，答案仍为同样的 JSON。版本保存后不再更改，由您决定何时启用。`,
  ],
  title: ['What is different', '有何不同'],
  systemEn: ['Role, English', '角色设定（英文）'],
  systemZh: ['Role, Chinese', '角色设定（中文）'],
  userEn: ['Task, English', '任务（英文）'],
  userZh: ['Task, Chinese', '任务（中文）'],
  words: ['Words', '文字'],
  keep: ['Keep', '保存'],
  use: ['Use…', '启用…'],
  takeTitle: (version: string): Text => [`Use version ${version}?`, `启用第 ${version} 版？`],
  useWhy: [
    'Whatever is asked from now on is asked with it; texts that were written stay as they are.',
    '从现在起都用这一版提问；已写好的文字保持不变。',
  ],
  useNow: ['Use it', '启用'],
  remove: ['Remove…', '删除…'],
  removeTitle: (version: string): Text => [`Remove version ${version}?`, `删除第 ${version} 版？`],
  removeWhy: [
    'Its words are gone for good; figures in the ledger stay, and its number is not given again.',
    '文字将被永久删除；调用记录中的数字保留，版本号不再使用。',
  ],
  removeNow: ['Remove', '删除'],
} as const satisfies Record<string, Text | ((...parts: string[]) => Text)>

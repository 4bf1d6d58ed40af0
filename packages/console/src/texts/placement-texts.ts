import type { Text } from './text.ts'

export const placementTexts = {
  title: ['Placements', '推荐位'],
  sub: [
    'What shows where: who gets which model, and with whom they are compared',
    '在哪里展示什么：谁看到哪个模型，与谁比较',
  ],
  create: ['New placement…', '新建推荐位…'],
  edit: ['Edit…', '编辑…'],
  none: ['No placements yet', '还没有推荐位'],
  noneWhy: [
    'A placement is a named slot in your site or app, such as home or cart. Recommendations are asked for by its name.',
    '推荐位是网站或应用里的一个命名位置，例如首页或购物车。请求推荐时使用它的名称。',
  ],
  what: ['The placements did not load.', '推荐位没有加载出来。'],
  arms: ['Arms', '分组'],
  arm: ['Arm', '分组'],
  variation: ['Variation', '分组名称'],
  model: ['Model', '模型'],
  weight: ['Weight', '权重'],
  share: ['Share of people', '人数占比'],
  control: ['Control', '对照组'],
  controlMark: ['control', '对照'],
  noControl: ['none: its effect cannot be measured', '无：无法衡量效果'],
  noControlOption: ['No control', '不设对照组'],
  exploration: ['Exploration', '探索比例'],
  explorationOf: (share: string): Text => [`${share} of places go to a random item`, `${share} 的位置随机展示`],
  explorationOff: ['off', '关闭'],
  explorationHint: [
    'Share of places given to a random eligible item, to learn from; at most 50%.',
    '随机展示合格内容的位置占比，用于学习；至多 50%。',
  ],
  seen: ['Seen items', '看过的内容'],
  seenYes: ['may be shown again', '可再次展示'],
  seenNo: ['are left out', '不再展示'],
  seenSwitch: ['Show items again that the person already interacted with', '再次展示用户互动过的内容'],
  filter: ['Filter', '筛选'],
  noFilter: ['none', '无'],
  id: ['Id', 'ID'],
  idHint: ['Lower-case letters, digits, dashes; what the API calls it.', '小写字母、数字、短横线，用于 API。'],
  titleEn: ['Title in English', '英文名称'],
  titleZh: ['Title in Chinese', '中文名称'],
  addArm: ['Add an arm', '增加分组'],
  removeArm: ['Remove this arm', '移除此分组'],
  editTitle: (name: string): Text => [`Edit ${name}`, `编辑「${name}」`],
  createTitle: ['New placement', '新建推荐位'],
  consequence: [
    'Takes effect with the next decision. Changing the arms or their weights puts some people into another arm; compare effects from then on.',
    '从下一次决策起生效。修改分组或权重会让部分用户换组，请从此时起重新比较效果。',
  ],
  split: (parts: string): Text => [`People: ${parts}`, `人群：${parts}`],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const keyTexts = {
  title: ['API keys', '密钥'],
  sub: ['Who may send, read and change', '谁可以发送、读取和修改'],
  create: ['New key…', '新建密钥…'],
  name: ['Name', '名称'],
  nameHint: ['Who or what uses it, so that it can be revoked without guessing.', '谁在使用，便于日后准确撤销。'],
  prefix: ['Begins with', '前缀'],
  scopes: ['Scopes', '权限'],
  created: ['Made', '创建'],
  used: ['Last used', '最近使用'],
  never: ['never', '从未'],
  revoked: ['revoked', '已撤销'],
  active: ['in use', '有效'],
  expired: ['expired', '已过期'],
  rotate: ['Renew…', '轮换…'],
  rotateTitle: (name: string): Text => [`Renew “${name}”`, `轮换「${name}」`],
  rotateWhy: [
    'A new key of the same name and scopes takes its place; put it where the old one is used.',
    '生成同名、同权限的新密钥，请在使用旧密钥的地方换上。',
  ],
  overlap: ['The old key works on', '旧密钥继续有效'],
  life: ['It stops by itself', '自动失效'],
  until: (day: string): Text => [`until ${day}`, `有效至 ${day}`],
  state: ['State', '状态'],
  revoke: ['Revoke…', '撤销…'],
  revokeTitle: (name: string): Text => [`Revoke “${name}”?`, `撤销「${name}」？`],
  revokeWhy: (ago: string): Text => [
    `Whatever uses this key is refused from now on; it cannot be brought back. Last used: ${ago}.`,
    `使用此密钥的请求将立即被拒绝，且无法恢复。最近使用：${ago}。`,
  ],
  revokeType: (prefix: string): Text => [`Type ${prefix} to confirm`, `输入 ${prefix} 以确认`],
  revokeConfirm: ['Revoke', '撤销'],
  none: ['No keys', '没有密钥'],
  createTitle: ['New API key', '新建密钥'],
  createConfirm: ['Make the key', '创建'],
  secretTitle: ['The key, shown once', '密钥，仅显示一次'],
  secretWhy: ['Copy it now. It is not stored and cannot be shown again.', '请立即复制。系统不保存原文，无法再次显示。'],
  secret: ['Key', '密钥'],
  done: ['I have copied it', '我已复制'],
  what: ['The keys did not load.', '密钥没有加载出来。'],
  oneScope: ['Choose at least one scope.', '至少选择一项权限。'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const scopeTexts: Readonly<Record<string, Text>> = {
  write: ['send events only; safe in a browser', '仅发送事件，可用于浏览器'],
  decide: ['ask for a visitor’s recommendations; safe in a browser', '为访客请求推荐，可用于浏览器'],
  read: ['read everything and ask for decisions; for servers', '读取全部数据并请求决策，用于服务端'],
  admin: ['everything, keys too', '全部权限，含密钥管理'],
}

/** Minutes for which a key that was renewed works on. */
export const overlapTexts: Readonly<Record<string, Text>> = {
  '0': ['not at all', '立即失效'],
  '60': ['for an hour', '一小时'],
  '1440': ['for a day', '一天'],
  '10080': ['for a week', '一周'],
}

/** Days that a key lives, as text; empty for good. */
export const lifeTexts: readonly (readonly [days: string, text: Text])[] = [
  ['', ['never', '不自动失效']],
  ['30', ['in 30 days', '30 天后']],
  ['90', ['in 90 days', '90 天后']],
  ['365', ['in a year', '一年后']],
]

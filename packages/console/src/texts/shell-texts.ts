import type { Text } from './text.ts'

export const shellTexts = {
  skip: ['Skip to content', '跳到正文'],
  main: ['Main', '主导航'],
  loop: ['The loop', '闭环'],
  search: ['Search or jump to', '搜索或跳转'],
  openNavigation: ['Open navigation', '打开导航'],
  closeNavigation: ['Close navigation', '关闭导航'],
  theme: ['Switch light and dark', '切换明暗'],
  /** Written in the language it switches to. */
  otherLanguage: ['中文', 'English'],
  signOut: ['Sign out', '退出登录'],
  settings: ['Settings', '设置'],
  overview: ['Overview', '总览'],
  collect: ['Collect', '收集'],
  understand: ['Understand', '理解'],
  decide: ['Decide', '决策'],
  deliver: ['Deliver', '触达'],
  measure: ['Measure', '衡量'],
  events: ['Live events', '实时事件'],
  items: ['Items', '商品与内容'],
  people: ['People', '用户'],
  placements: ['Placements', '推荐位'],
  models: ['Models', '模型'],
  keys: ['API keys', '密钥'],
  receiving: (rate: string): Text => [`Receiving · ${rate} events/min`, `正在接收 · ${rate} 事件/分钟`],
  quiet: (ago: string): Text => [`Quiet · last event ${ago}`, `暂无事件 · 最近一次${ago}`],
  waiting: ['Waiting for the first event', '等待第一个事件'],
  away: ['Server not reachable', '服务器无法连接'],
  notFound: ['There is no such page', '没有这个页面'],
  notFoundHelp: [
    'Perhaps the address was cut short. Ctrl K finds pages and people.',
    '地址可能不完整。按 Ctrl K 可查找页面和用户。',
  ],
  toOverview: ['Go to the overview', '前往总览'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const paletteTexts = {
  label: ['Command palette', '命令面板'],
  placeholder: ['Search people, pages, actions', '搜索用户、页面、操作（支持拼音首字母）'],
  goTo: ['Go to', '前往'],
  do: ['Do', '操作'],
  people: ['People', '用户'],
  none: [
    'Nothing by that name. Try a person’s id, a page or “train”.',
    '没有找到。可以试试用户 ID、页面名称或「训练」。',
  ],
  choose: ['choose', '选择'],
  open: ['open', '打开'],
  newTab: ['new tab', '新标签页'],
  train: ['Train a model…', '训练模型…'],
  newKey: ['New API key…', '新建密钥…'],
  language: ['Switch to Chinese', '切换到英文'],
  asks: ['asks first', '需确认'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const signInTexts = {
  title: ['Sign in', '登录'],
  lead: [
    'The console shows what a key may see. It is kept in this tab only and forgotten when you close it.',
    '控制台按密钥的权限显示内容。密钥只保存在当前标签页，关闭后即清除。',
  ],
  key: ['API key', '密钥'],
  hint: [
    'A key with scope read or admin. `attune init` prints the first one; `attune keys` makes more.',
    '需要 read 或 admin 权限。首个密钥由 `attune init` 给出，可用 `attune keys` 新建。',
  ],
  submit: ['Sign in', '登录'],
  checking: ['Checking', '正在验证'],
  refused: ['This key is not valid, or was revoked.', '密钥无效或已被撤销。'],
  expired: [
    'You were signed out: the key is no longer valid. It may have been revoked.',
    '已退出登录：密钥不再有效，可能已被撤销。',
  ],
  empty: ['Paste a key first.', '请先粘贴密钥。'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

import type { Text } from './text.ts'

export const commonTexts = {
  retry: ['Try again', '重试'],
  cancel: ['Cancel', '取消'],
  close: ['Close', '关闭'],
  save: ['Save', '保存'],
  copy: ['Copy', '复制'],
  copied: ['Copied', '已复制'],
  none: ['none', '无'],
  unknown: ['unknown', '未知'],
  yes: ['yes', '是'],
  no: ['no', '否'],
  table: ['Numbers as a table', '查看数据表'],
  interval: ['95% interval', '95% 区间'],
  day: ['Day', '日期'],
  loading: ['Loading', '正在加载'],
  older: ['Older', '更早'],
  newer: ['Newer', '更新'],
  next: ['Next', '下一页'],
  previous: ['Previous', '上一页'],
  notLoaded: ['This did not load.', '这部分没有加载出来。'],
  notRefreshed: ['This could not be refreshed.', '暂时无法刷新。'],
  notDone: ['That did not work.', '操作没有成功。'],
  unreachable: [
    'The server did not answer. What you see stays as it was; events are kept by the senders until it is back.',
    '服务器没有应答。页面保持原样；恢复之前，事件由发送端暂存。',
  ],
  unexpected: [
    'The answer could not be read. Are console and server of the same version?',
    '无法解读服务器的回答。请确认控制台与服务器版本一致。',
  ],
  forbidden: [
    'You may not do this. It takes another role, or a key with other scopes.',
    '您没有此项权限，需要其他角色或其他权限的密钥。',
  ],
  tooMany: ['Too many requests in a minute. It goes on by itself soon.', '一分钟内请求过多，稍后会自动恢复。'],
  lastGood: (ago: string): Text => [`Last good value: ${ago}.`, `上次成功：${ago}。`],
  problemWith: (field: string, message: string): Text => [`${field}: ${message}`, `${field}：${message}`],
  rows: (from: string, to: string, total: string): Text => [
    `${from}–${to} of ${total}`,
    `第 ${from}～${to} 条，共 ${total} 条`,
  ],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

import type { Text } from './text.ts'

export const eventTexts = {
  title: ['Live events', '实时事件'],
  sub: ['What arrives and what is refused, as it happens', '正在到达和被拒绝的事件'],
  show: ['Show', '显示'],
  all: ['All', '全部'],
  accepted: ['Accepted', '已接收'],
  refused: ['Refused', '被拒绝'],
  type: ['Kind of event', '事件类型'],
  everyType: ['Every kind', '全部类型'],
  pause: ['Pause', '暂停'],
  resume: ['Resume', '继续'],
  waiting: (n: string): Text => [`${n} new`, `${n} 条新事件`],
  stream: ['Stream', '事件流'],
  streamSub: (n: string): Text => [`the latest ${n}, newest first`, `最近 ${n} 条，新的在上`],
  connecting: ['connecting', '正在连接'],
  open: ['connected', '已连接'],
  lost: ['connection lost; trying again', '连接中断，正在重试'],
  paused: ['paused', '已暂停'],
  skipped: (n: string): Text => [`${n} more went by unshown`, `另有 ${n} 条未显示`],
  none: ['Nothing has arrived yet', '还没有事件'],
  noneWhy: [
    'Events appear here the moment they are stored. Send one with the tracking client, or run the demo shop.',
    '事件保存后会立即出现在这里。可用跟踪客户端发送，或运行演示商店。',
  ],
  noneFiltered: ['Nothing of this kind among the latest. Older ones may have been.', '最近的事件中没有符合条件的。'],
  reasons: ['Why events are refused', '拒绝原因'],
  reasonsSub: ['last 28 days', '最近 28 天'],
  noReasons: ['Nothing was refused in the last 28 days.', '最近 28 天没有事件被拒绝。'],
  debugger: ['Refused event', '被拒绝的事件'],
  event: ['Event', '事件'],
  close: ['Close', '关闭'],
  pick: ['Pick an event', '选择一个事件'],
  pickWhy: [
    'Choose a line to see what was sent. Refused ones also say which field, why, and how to mend it.',
    '选择一行可查看发送的内容。被拒绝的事件还会指出字段、原因和修改方法。',
  ],
  field: ['Field', '字段'],
  reason: ['Reason', '原因'],
  why: ['Why', '说明'],
  mend: ['How to mend it', '如何修改'],
  sent: ['What was sent', '发送的内容'],
  notJson: ['This is not JSON; shown as it came.', '这不是 JSON，按原样显示。'],
  noPayload: ['What was sent is not kept for this event.', '未保留此事件的原始内容。'],
  missingField: (field: string): Text => [
    `“${field}” does not occur in what was sent.`,
    `发送的内容中没有「${field}」。`,
  ],
  messageId: ['Message id', '消息 ID'],
  source: ['Source', '来源'],
  received: ['Received', '接收时间'],
  person: ['Person', '用户'],
  item: ['Item', '商品'],
  value: ['Value', '金额'],
  wholeEvent: ['the whole event', '整个事件'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

/** How to mend a refused event, by the code the collector gives. */
export const mendTexts: Readonly<Record<string, Text>> = {
  'missing-field': [
    'Add the field and send the event again with the same `messageId`. Known people need `userId`, visitors `anonymousId`; the tracking client adds it by itself.',
    '补上该字段，用同一个 `messageId` 重新发送。已知用户需要 `userId`，访客需要 `anonymousId`；跟踪客户端会自动添加。',
  ],
  'missing-person': [
    'Send `userId` for a known person or `anonymousId` for a visitor. The tracking client does this by itself.',
    '已知用户请发送 `userId`，访客请发送 `anonymousId`。跟踪客户端会自动添加。',
  ],
  'wrong-type': [
    'Send the field as the type named above: a number as 19.9, not as "19.9"; a list in [ ].',
    '按说明的类型发送：数字写 19.9，不要写 "19.9"；列表用 [ ]。',
  ],
  'unknown-type': [
    'Send `type` as one of track, identify, page, screen, group or alias.',
    '`type` 须为 track、identify、page、screen、group、alias 之一。',
  ],
  'unknown-field': [
    'Put facts of your own into `properties`, `traits` or `context`; other keys are not stored.',
    '自定义内容请放进 `properties`、`traits` 或 `context`，其他键不会保存。',
  ],
  'invalid-value': [
    'Write the field in the form named above. Times are ISO 8601 with a zone, such as 2026-11-22T12:00:00Z.',
    '按说明的格式填写。时间用带时区的 ISO 8601，例如 2026-11-22T12:00:00Z。',
  ],
  'impossible-value': [
    'Check where the figure comes from: a price below zero, not-a-number or a year long past is a fault of the sender.',
    '请检查数值来源：负价格、NaN 或过早的年份通常是发送端的错误。',
  ],
  'future-timestamp': [
    'The clock of the sender is ahead. Send `sentAt` with every batch: the difference is then taken off.',
    '发送端时钟偏快。每批请附上 `sentAt`，系统会自动扣除偏差。',
  ],
  'too-long': [
    'An event may have 32 KB, ids 256 characters. Leave out pictures and page texts; send ids.',
    '单个事件上限 32 KB，ID 上限 256 个字符。请去掉图片和页面正文，只发送 ID。',
  ],
  'too-deep': ['Send flatter data: lists inside lists inside lists cannot be read.', '请减少嵌套层级。'],
  outlier: [
    'It is far outside of what this shop sees and is kept apart, so that it does not bend the figures. Check quantity and price.',
    '数值远超正常范围，已单独存放以免影响统计。请检查数量和价格。',
  ],
  robot: [
    'It looks like a robot and is kept apart, not lost. If it is a person, check the user agent and how fast events follow each other.',
    '看起来像机器人流量，已单独存放，没有丢失。如果是真人，请检查 user agent 和事件频率。',
  ],
  duplicate: [
    'It was stored before under the same `messageId`; nothing needs to be done.',
    '相同 `messageId` 的事件已保存，无需处理。',
  ],
}

export const mendDefault: Text = [
  'Change the field as described, and send the event again with the same `messageId`: what was stored before is not counted twice.',
  '按说明修改后，用同一个 `messageId` 重新发送；已保存的不会重复计数。',
]

import type { Text } from './text.ts'

export const privacyTexts = {
  title: ['Privacy', '隐私'],
  sub: [
    'What people agreed to, what they ask for, what is held, and who did what',
    '用户授权了什么、提出了什么请求、系统持有什么、谁做了什么',
  ],
  parts: ['Parts of this page', '本页内容'],
  consents: ['Consents', '授权'],
  requests: ['Requests', '请求'],
  held: ['What is held', '持有的数据'],
  audit: ['Audit', '审计'],
  access: ['Access review', '权限复核'],
  noRight: ['Not for your role', '您的角色无法查看'],
  forConsents: [
    'How many people said what is shown to owners, admins and data-protection officers. The texts below are for everybody.',
    '授权统计仅对所有者、管理员和数据保护官显示；下方的授权文本所有人可见。',
  ],
  forRequests: [
    'What people ask for is answered by owners and data-protection officers. Ask one of them, or sign in as one.',
    '用户请求由所有者和数据保护官处理，请联系他们，或以相应角色登录。',
  ],
  forHeld: [
    'What is held is shown to owners, admins and data-protection officers.',
    '持有的数据仅对所有者、管理员和数据保护官显示。',
  ],
  forAudit: [
    'The audit is read by owners, admins and data-protection officers.',
    '审计记录仅对所有者、管理员和数据保护官显示。',
  ],
  forAccess: [
    'Access is reviewed by owners, admins and data-protection officers.',
    '权限复核由所有者、管理员和数据保护官进行。',
  ],
} as const satisfies Record<string, Text>

export const consentTexts = {
  headline: (n: string): Text => [`Known people: ${n}.`, `已知 ${n} 人。`],
  regime: (name: string): Text => [
    `For whoever said nothing the regime ${name} holds (protect.regime).`,
    `未表态者适用「${name}」规则（protect.regime）。`,
  ],
  otherRegime: (n: string, name: string): Text => [`Under ${name}: ${n}.`, `适用「${name}」：${n} 人。`],
  what: ['The consents did not load.', '授权统计没有加载出来。'],
  card: ['By purpose', '按用途'],
  cardSub: [
    'dark: said yes · light: allowed without a word · the rest is not allowed',
    '深色：已同意 · 浅色：未表态但默认允许 · 其余不允许',
  ],
  purpose: ['Purpose', '用途'],
  silentMeans: ['Without a word', '未表态时'],
  allowed: ['allowed', '允许'],
  notAllowed: ['not allowed', '不允许'],
  share: ['May be used for', '可用于此用途'],
  mayBeUsed: (share: string, n: string): Text => [`${share} · ${n} people`, `${share} · ${n} 人`],
  yes: ['Yes', '同意'],
  no: ['No', '拒绝'],
  signal: ['No by a signal', '信号拒绝'],
  silent: ['Nothing', '未表态'],
  nobody: ['Nobody yet', '还没有用户'],
  nobodyWhy: [
    'People appear with their first event or their first answer: POST /v1/consent from your banner.',
    '收到首个事件或首次授权后，用户会出现在这里：请在授权弹窗中调用 POST /v1/consent。',
  ],
  over: ['Answers over time', '授权变化'],
  overSub: ['answers a week, last 26 weeks; who was erased is not in them', '最近 26 周每周的表态数；已删除者不计入'],
  week: ['Week from', '起始日'],
  overSentence: (purpose: string, yes: string, no: string): Text => [
    `${purpose}: ${yes} people said yes and ${no} said no in 26 weeks`,
    `${purpose}：26 周内 ${yes} 人次同意，${no} 人次拒绝`,
  ],
  noAnswers: [
    'Nobody answered this in the last 26 weeks. Answers come from your banner, your preferences page or the API.',
    '最近 26 周没有人对此表态。表态来自授权弹窗、偏好设置页或 API。',
  ],
  texts: ['What people agree to', '授权文本'],
  textsSub: ['a version is never changed, so that it can be proved', '版本不可修改，以便举证'],
  textsWhat: ['The texts did not load.', '授权文本没有加载出来。'],
  noTexts: ['No text yet', '还没有授权文本'],
  noTextsWhy: [
    'Put the text of your banner here and send its version with each answer: then it can be proved what somebody agreed to.',
    '请在此保存授权弹窗的文本，并在每次表态时附上版本号，以便证明用户同意了什么。',
  ],
  addText: ['New version…', '新增版本…'],
  addTitle: ['A new version of the text', '新增文本版本'],
  version: ['Version', '版本'],
  versionHint: [
    'Letters, digits, dots and dashes, such as 2026-03. The same version in another language belongs to it.',
    '字母、数字、点和短横线，如 2026-03。同一版本可有多种语言。',
  ],
  textLanguage: ['Language', '语言'],
  languageHint: ['Such as en or zh-CN', '如 en 或 zh-CN'],
  body: ['Text', '文本'],
  bodyHint: ['As people read it. It can never be changed or removed.', '与用户所见一致。保存后不可修改或删除。'],
  keep: ['Keep it for good', '永久保存'],
  since: (day: string): Text => [`since ${day}`, `${day}起`],
  textExists: [
    'This version has another text already. Give the new text a new version.',
    '此版本已有不同的文本，请为新文本使用新版本号。',
  ],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const regimeTexts: Readonly<Record<string, Text>> = {
  gdpr: ['GDPR', 'GDPR（欧盟）'],
  pipl: ['PIPL', '个人信息保护法'],
  ccpa: ['CCPA', 'CCPA（加州）'],
  open: ['open', '开放'],
}

export const requestKindTexts: Readonly<Record<string, Text>> = {
  access: ['A copy of their data', '获取数据副本'],
  erasure: ['Erasure', '删除'],
  rectification: ['Correction', '更正'],
  objection: ['Objection', '反对处理'],
  explanation: ['Explanation of a decision', '决策说明'],
}

/** What is to be done, and what happens by itself. */
export const requestHelpTexts: Readonly<Record<string, Text>> = {
  access: [
    'Download everything that is held and hand it over in a way that only they read.',
    '下载持有的全部数据，并以只有本人能看到的方式交付。',
  ],
  erasure: [
    'Only written down now. Make sure who asks, then carry it out: it cannot be undone.',
    '目前仅登记。请先确认请求人身份，再执行删除：删除不可撤销。',
  ],
  rectification: [
    'Correct traits on the person’s page. Whoever sends the wrong value has to correct it too.',
    '在用户页面更正特征。发送错误值的系统也需一并更正。',
  ],
  objection: [
    'Takes effect at once: no portrait, no personal recommendations, no advertising from what they did. They can say yes again themselves.',
    '立即生效：不再画像、不做个性化推荐、不据其行为投放广告。本人可重新同意。',
  ],
  explanation: [
    'On the person’s page every decision in the timeline says what was shown, by which model and why.',
    '在用户页面的时间线中，每次决策都可查看展示了什么、由哪个模型决定及其理由。',
  ],
}

export const requestTexts = {
  headlineNone: ['Nobody waits for an answer.', '没有待答复的请求。'],
  headline: (n: string): Text => [`Waiting for an answer: ${n}.`, `待答复：${n} 项。`],
  headlineOverdue: (n: string): Text => [`Overdue: ${n}.`, `已逾期：${n} 项。`],
  headlineSoon: (n: string): Text => [`Due within a week: ${n}.`, `一周内到期：${n} 项。`],
  headlineNext: (day: string): Text => [`The first is due on ${day}.`, `最早到期日为 ${day}。`],
  law: [
    'A month from the day it came (GDPR Art. 12(3)); answer without delay.',
    '自收到之日起一个月内答复（GDPR 第 12 条第 3 款），应尽快处理。',
  ],
  what: ['The requests did not load.', '请求没有加载出来。'],
  show: ['Show', '显示'],
  open: ['Open', '待处理'],
  closed: ['Answered', '已答复'],
  kind: ['Asked for', '请求内容'],
  person: ['Person', '用户'],
  received: ['Came', '收到'],
  due: ['Due', '截止'],
  answered: ['Answered', '答复'],
  state: ['State', '状态'],
  note: ['Note', '备注'],
  overdue: (days: string): Text => [`overdue by ${days} d`, `已逾期 ${days} 天`],
  overdueToday: ['overdue since today', '今天已逾期'],
  left: (days: string): Text => [`${days} d left`, `还剩 ${days} 天`],
  leftToday: ['due today', '今天到期'],
  working: ['under way', '进行中'],
  done: ['done', '已完成'],
  refused: ['refused', '已拒绝'],
  erasedPerson: ['erased', '已删除'],
  none: ['Nothing waits', '没有待处理的请求'],
  noneWhy: [
    'What people ask for by mail, telephone or your own pages is written down here, so that no deadline is missed.',
    '用户通过邮件、电话或您的页面提出的请求登记在此，避免错过期限。',
  ],
  noneClosed: ['Nothing was answered yet', '还没有已答复的请求'],
  noneClosedWhy: ['What was answered or refused stays here as proof.', '已答复或拒绝的请求保留在此，作为凭证。'],
  write: ['Write down a request…', '登记请求…'],
  writeTitle: ['Write down a request', '登记请求'],
  writeSubmit: ['Write it down', '登记'],
  personHint: ['User id, visitor id or person id', '用户 ID、访客 ID 或 person ID'],
  noteHint: [
    'How it came and what was asked. Name nobody in it: it stays when they are erased.',
    '请求的来源与内容。请勿写入个人姓名：删除后备注仍会保留。',
  ],
  unknownPerson: ['Nothing was ever heard of a person with this id.', '没有此 ID 对应的用户。'],
  act: ['Answer…', '处理…'],
  actLabel: (kind: string, person: string): Text => [`Answer: ${kind}, ${person}`, `处理：${kind}，${person}`],
  actTitle: (kind: string): Text => [kind, kind],
  exportTitle: ['A copy of everything that is held', '持有的全部数据副本'],
  exportJson: ['JSON, to take along', 'JSON，便于携带'],
  exportHtml: ['A page to read and print', '可阅读和打印的网页'],
  format: ['Form', '格式'],
  language: ['Language of the page', '网页语言'],
  exported: [
    'Saved. It names the person: hand it over safely and delete your copy.',
    '已保存。文件含个人信息，请安全交付并删除本地副本。',
  ],
  toPerson: ['Open the person’s page', '打开用户页面'],
  correctThere: ['Correct traits…', '更正特征…'],
  closeTitle: ['Close the request', '关闭请求'],
  markDone: ['It was answered', '已答复'],
  refuse: ['Refuse it…', '拒绝…'],
  refuseSubmit: ['Refuse the request', '拒绝该请求'],
  reason: ['Reason, as told to the person', '拒绝理由（告知用户的内容）'],
  reasonHint: [
    'At least 10 characters. Stands in the audit for good, so name nobody in it.',
    '至少 10 个字符。将永久记入审计，请勿写入个人姓名。',
  ],
  erase: ['Erase this person…', '删除此人…'],
  eraseTitle: ['Erase this person for good?', '永久删除此人？'],
  eraseWhy: [
    'Their keys are destroyed and every row, file of the lake and memory of them is removed. Backups of before can no longer be read about them, and models that learnt from them are trained anew. This cannot be undone.',
    '将销毁其密钥，并移除所有相关记录、数据湖文件和缓存。此前的备份也无法再读取此人信息，学习过其行为的模型会重新训练。此操作不可撤销。',
  ],
  eraseKeeps: [
    'What stays: this request without a name, the receipt, and figures that counted them among others.',
    '保留的内容：不含身份的本次请求、回执，以及曾将其计入的汇总数字。',
  ],
  eraseType: (id: string): Text => [`Type ${id} to confirm`, `输入 ${id} 以确认`],
  eraseNote: ['How they proved who they are (optional; name nobody)', '身份核实方式（选填，请勿写入姓名）'],
  eraseSubmit: ['Erase for good', '永久删除'],
  erasedTitle: ['Erased', '已删除'],
  receipt: ['Receipt', '回执'],
  receiptShow: ['Receipt…', '回执…'],
  receiptLabel: (id: string): Text => [`Receipt of ${id}`, `${id} 的回执`],
  receiptWhy: [
    'Signed by this installation. It names nobody and can be given to the person or an auditor.',
    '由本系统签名，不含任何身份信息，可交给本人或审计方。',
  ],
  receiptId: ['Request', '请求'],
  receiptAt: ['Erased', '删除时间'],
  receiptKeys: ['Keys destroyed', '已销毁密钥'],
  receiptRows: ['Rows removed', '已移除记录'],
  receiptLake: ['Files of the lake rewritten', '已重写的数据湖文件'],
  receiptModels: ['Models', '模型'],
  purging: [
    'Unreadable already. The last bytes are being overwritten and models trained without them; this takes about a minute.',
    '数据已无法读取。正在覆盖剩余字节并重新训练模型，约需一分钟。',
  ],
  purged: (moment: string): Text => [`Gone everywhere since ${moment}.`, `已于 ${moment} 彻底清除。`],
  verify: ['Check a receipt', '验证回执'],
  verifySub: ['whether it is as it was signed, and by whom', '是否与签名时一致、由谁签发'],
  verifyPaste: ['Receipt as text', '回执内容'],
  verifyHint: ['Paste it, or choose the file.', '粘贴内容或选择文件。'],
  verifyFile: ['Choose a file', '选择文件'],
  verifySubmit: ['Check it', '验证'],
  verifyOurs: [
    'Genuine: this installation signed it, and nothing was changed since.',
    '真实：由本系统签发，未被改动。',
  ],
  verifyOther: [
    'Unchanged, but another installation signed it: compare its public key with theirs.',
    '未被改动，但由其他系统签发：请与对方核对公钥。',
  ],
  verifyFalse: ['Not as it was signed: something in it was changed.', '与签名不符：内容已被改动。'],
  verifyUnreadable: [
    'This is no receipt: it needs the whole JSON with “receipt”, “signature” and “publicKey”.',
    '这不是回执：需要包含 receipt、signature 和 publicKey 的完整 JSON。',
  ],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

/** What became of a model after an erasure. */
export const modelStateTexts = {
  untouched: ['had learnt nothing from them', '未学习其数据'],
  updated: ['without them, at once', '已立即去除'],
  scheduled: ['is being trained anew', '正在重新训练'],
  retrained: ['trained anew', '已重新训练'],
  stopped: ['no longer live', '已停用'],
  removed: ['files removed', '文件已删除'],
} as const satisfies Record<string, Text>

export const heldTexts = {
  what: ['The report did not load.', '报告没有加载出来。'],
  headline: (rows: string, persons: string): Text => [
    `Rows held: ${rows}, about ${persons} people.`,
    `共持有 ${persons} 人的 ${rows} 条记录。`,
  ],
  sealedNote: [
    'Who they are lies sealed under a key of each person; the rest under pseudonyms.',
    '身份信息以每人独立的密钥加密，其余数据使用假名。',
  ],
  card: ['What, of whom, since when, and why', '内容、对象、起始时间与目的'],
  kind: ['What', '内容'],
  rows: ['Rows', '记录数'],
  persons: ['People', '人数'],
  since: ['Since', '起始'],
  why: ['For', '目的'],
  how: ['How', '方式'],
  sealed: ['sealed', '加密'],
  pseudonyms: ['pseudonyms; texts sealed', '假名，文本加密'],
  none: ['Nothing is held yet', '还没有持有数据'],
  noneWhy: ['It appears with the first event.', '收到首个事件后会出现在这里。'],
  record: ['Record of processing', '处理活动记录'],
  recordWhy: [
    'For the file of the data-protection officer (GDPR Art. 30): what is held, why, how long and where, as a page to print.',
    '供数据保护负责人存档（GDPR 第 30 条）：持有什么、为何、多久、在哪里，可打印。',
  ],
  retention: ['How long events are kept', '事件保留期限'],
  retentionSub: ['set by protect.retention', '由 protect.retention 设置'],
  event: ['Event', '事件'],
  kept: ['Kept', '保留'],
  days: (n: string): Text => [`${n} days`, `${n} 天`],
  stays: ['until erased', '直至删除'],
  oldest: ['Oldest', '最早'],
  noRetention: [
    'No event has a limit: everything stays until the person is erased. Set protect.retention to keep no longer than needed.',
    '未设置任何期限：数据会一直保留到用户被删除。请设置 protect.retention，不超过必要期限。',
  ],
  refused: (n: string): Text => [`Refused events can be read for ${n} days.`, `被拒绝的事件可读取 ${n} 天。`],
  elsewhere: ['Where else it lies', '其他存放位置'],
  lake: ['Lake', '数据湖'],
  lakeHolds: (days: string, from: string, to: string): Text => [
    `${days} days, ${from} to ${to}`,
    `${days} 天，${from}至${to}`,
  ],
  lakeNone: ['nothing exported', '未导出'],
  lakeWhy: [
    'Erasing a person rewrites its files. attune lake export fills it.',
    '删除用户时会重写其文件。由 attune lake export 生成。',
  ],
  size: ['Size', '大小'],
  backups: ['Backups', '备份'],
  backupLast: (ago: string): Text => [`last made ${ago}`, `最近一次：${ago}`],
  backupNone: ['none known of', '没有记录'],
  backupWhy: [
    'Backups hold no keys: who is erased stays erased in them, as long as old copies of the keys are not kept.',
    '备份不含密钥：只要不保留旧密钥副本，已删除者在备份中同样无法读取。',
  ],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

/** Names of what the report lists, and of purposes in it. */
export const holdingTexts: Readonly<Record<string, Text>> = {
  'identifiers and traits of people': ['Who people are: identifiers and traits', '身份信息：标识与特征'],
  events: ['Events', '事件'],
  interactions: ['Interactions with items', '与商品的互动'],
  decisions: ['Decisions that were made for them', '为其作出的决策'],
  'refused events': ['Refused events', '被拒绝的事件'],
}

/** Purposes as the report names them. */
export const purposeNameTexts: Readonly<Record<string, Text>> = {
  storage: ['what the service needs', '服务所必需'],
  analytics: ['understanding use', '使用分析'],
  personalisation: ['personal recommendations', '个性化推荐'],
  advertising: ['advertising', '广告'],
  profiling: ['a portrait of interests', '兴趣画像'],
  training: ['training of models', '模型训练'],
  thirdParties: ['passing on to others', '提供给第三方'],
  sensitive: ['sensitive conclusions', '敏感推断'],
}

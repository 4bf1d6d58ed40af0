import type { Text } from './text.ts'

export const auditTexts = {
  what: ['The audit did not load.', '审计记录没有加载出来。'],
  card: ['Who did what', '谁做了什么'],
  cardSub: ['newest first; entries can be neither changed nor removed', '最新在前；记录不可修改或删除'],
  action: ['Action', '操作'],
  everything: ['everything', '全部'],
  actor: ['By', '操作者'],
  everybody: ['everybody', '所有人'],
  from: ['From', '起始日期'],
  to: ['To', '结束日期'],
  only: (id: string): Text => [`Only what was done to ${id}`, `仅显示对 ${id} 的操作`],
  clear: ['Show all', '显示全部'],
  when: ['When', '时间'],
  entry: ['Entry', '记录'],
  number: ['No.', '编号'],
  details: ['Details', '详情'],
  detailsOf: (n: string): Text => [`Details of entry ${n}`, `第 ${n} 条的详情`],
  hash: ['Hash', '哈希'],
  subject: ['Done to', '对象'],
  sameSubject: ['All that was done to this', '查看对此对象的所有操作'],
  none: ['Nothing of this kind', '没有这类记录'],
  noneWhy: ['Loosen the filter: another action, person or time.', '请放宽筛选条件：更换操作、操作者或时间。'],
  glass: ['break-glass', '应急查看'],
  verify: ['Is the audit whole?', '审计是否完整？'],
  verifySub: ['every entry carries a hash over the one before', '每条记录都包含前一条的哈希'],
  verifyRun: ['Check the chain', '验证哈希链'],
  expect: ['A head noted earlier (optional)', '此前记下的链尾哈希（选填）'],
  expectHint: [
    '64 digits. Shows whether entries were cut off at the end since.',
    '64 位。可发现此后末尾的记录是否被截断。',
  ],
  whole: (n: string): Text => [
    `Whole: all ${n} entries are as they were written.`,
    `完整：全部 ${n} 条记录均与写入时一致。`,
  ],
  wholeEmpty: ['The audit is empty.', '审计记录为空。'],
  head: ['Head', '链尾哈希'],
  headWhy: [
    'Note it somewhere else: given here later, it shows that nothing up to now was changed or cut off.',
    '请另行记下：日后在此填入，可证明至今的记录未被改动或截断。',
  ],
  expectedYes: ['The head noted earlier is in the chain.', '此前记下的链尾哈希在链中。'],
  broken: (n: string, moment: string): Text => [
    `Tampered with: entry ${n} of ${moment} does not follow from those before it. Compare with a backup.`,
    `已被篡改：${moment} 的第 ${n} 条与之前的记录不衔接，请与备份比对。`,
  ],
  cutOff: (n: string): Text => [
    `The head noted earlier is not among the ${n} entries: entries were cut off, or all hashes made anew. Compare with a backup.`,
    `此前记下的哈希不在 ${n} 条记录中：末尾被截断，或所有哈希被重新生成。请与备份比对。`,
  ],
  verified: (moment: string): Text => [`Checked ${moment}`, `验证时间：${moment}`],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

/** What entries can be filtered by: how an action begins, and its words. */
export const auditGroups: readonly (readonly [prefix: string, text: Text])[] = [
  ['break-glass.', ['break-glass', '应急查看']],
  ['privacy.', ['requests of people', '用户请求']],
  ['person.', ['export, erasure, correction, merges', '导出、删除、更正、合并']],
  ['consent.', ['consent texts', '授权文本']],
  ['sign-in.', ['failed sign-ins', '登录失败']],
  ['session.', ['sessions', '会话']],
  ['user.', ['members', '成员']],
  ['key-', ['keys', '密钥']],
  ['access.', ['access reviews', '权限复核']],
  ['model.', ['models', '模型']],
  ['uplift.', ['models of uplift', '增益模型']],
  ['run.', ['trainings of networks', '训练任务']],
  ['placement.', ['placements', '推荐位']],
  ['experiment.', ['experiments', '实验']],
  ['metric.', ['metrics', '指标']],
  ['flag.', ['flags', '功能开关']],
  ['prompt.', ['prompts', '提示词']],
  ['evaluation.', ['evaluations', '模型对比']],
  ['report.', ['reports', '报告']],
  ['imported', ['imports', '数据导入']],
  ['backup.', ['backups', '备份']],
]

/** Who acts besides members and keys. */
export const actorTexts: Readonly<Record<string, Text>> = {
  system: ['The system', '系统'],
  attune: ['The system', '系统'],
  schedule: ['The schedule', '定时任务'],
  gate: ['The gate', '门槛检查'],
  erasure: ['An erasure', '删除流程'],
  restore: ['Restoring a backup', '备份恢复'],
  import: ['The import', '数据导入'],
  local: ['Somebody on the server’s command line', '服务器命令行用户'],
  cli: ['Somebody on the server’s command line', '服务器命令行用户'],
  init: ['Setting up', '初始化'],
  demo: ['The demo', '演示'],
  test: ['A test', '测试'],
}

/** What an entry says, by action; `what` is a name or an id. */
export const auditDidTexts: Readonly<
  Record<string, (who: string, what: string, more: Readonly<Record<string, string>>) => Text>
> = {
  'uplift.trained': (who, what) => [`${who} had the model of uplift ${what} learnt`, `${who}训练了增益模型${what}`],
  'uplift.segment': (who, what, { segment = '', members = '' }) => [
    `${who} kept the segment ${segment} by the model of uplift ${what}: ${members} people`,
    `${who}按增益模型${what}保存了人群 ${segment}：${members} 人`,
  ],
  'uplift.removed': (who, what) => [`${who} removed the model of uplift ${what}`, `${who}移除了增益模型${what}`],
  'key-created': (who, what, { scopes = '' }) => [
    `${who} made the key ${what} (${scopes})`,
    `${who}创建了密钥${what}（${scopes}）`,
  ],
  'key-rotated': (who, what) => [`${who} renewed the key ${what}`, `${who}轮换了密钥${what}`],
  'key-revoked': (who, what) => [`${who} revoked the key ${what}`, `${who}撤销了密钥${what}`],
  'user.created': (who, what, { role = '' }) => [
    `${who} made ${what} a member: ${role}`,
    `${who}将${what}添加为成员：${role}`,
  ],
  'user.password-changed': (who, what) => [`${who} set the password of ${what}`, `${who}设置了${what}的密码`],
  'user.role-changed': (who, what, { from = '', to = '' }) => [
    `${who} changed the role of ${what} from ${from} to ${to}`,
    `${who}将${what}的角色由${from}改为${to}`,
  ],
  'user.disabled': (who, what) => [`${who} disabled ${what}`, `${who}停用了${what}`],
  'user.enabled': (who, what) => [`${who} enabled ${what} again`, `${who}重新启用了${what}`],
  'user.removed': (who, what) => [`${who} removed ${what}`, `${who}移除了${what}`],
  'user.second-factor-on': (who) => [`${who} set up a second factor`, `${who}开启了双重验证`],
  'user.second-factor-off': (who, what) => [
    `${who} took the second factor of ${what} away`,
    `${who}关闭了${what}的双重验证`,
  ],
  'user.recovery-code-used': (who) => [`${who} used a recovery code`, `${who}使用了恢复码`],
  'session.opened': (who) => [`${who} signed in`, `${who}登录`],
  'session.ended': (who) => [`${who} ended a session`, `${who}结束了一个会话`],
  'sign-in.failed': (who, _, { why = '' }) => [`A sign-in as ${who} failed: ${why}`, `以${who}身份登录失败：${why}`],
  'break-glass.opened': (who, _, { reason = '' }) => [
    `${who} opened personal data for an hour: “${reason}”`,
    `${who}申请查看个人数据一小时：「${reason}」`,
  ],
  'break-glass.closed': (who) => [`${who} hid personal data again`, `${who}结束了个人数据查看`],
  'break-glass.read': (who, what) => [`${who} looked at personal data (${what})`, `${who}查看了个人数据（${what}）`],
  'person.exported': (who, what) => [`${who} exported all data of ${what}`, `${who}导出了${what}的全部数据`],
  'person.erased': (who, what) => [`${who} erased ${what}`, `${who}删除了${what}`],
  'person.corrected': (who, what, { traits = '' }) => [
    `${who} corrected ${traits} of ${what}`,
    `${who}更正了${what}的${traits}`,
  ],
  'person.merge': (who, what) => [`${who} joined ${what} with another identity`, `${who}将${what}与另一身份合并`],
  'person.unmerge': (who, what) => [`${who} took a merge of ${what} back`, `${who}撤销了${what}的合并`],
  'privacy.requested': (who, what, { kind = '' }) => [
    `${who} wrote down what ${what} asked for: ${kind}`,
    `${who}登记了${what}的请求：${kind}`,
  ],
  'privacy.closed': (who, what, { status = '', reason = '' }) => [
    `${who} closed a request of ${what}: ${status}${reason === '' ? '' : ` (“${reason}”)`}`,
    `${who}关闭了${what}的请求：${status}${reason === '' ? '' : `（「${reason}」）`}`,
  ],
  'consent.text-put': (who, what, { language = '' }) => [
    `${who} kept the consent text ${what} (${language})`,
    `${who}保存了授权文本${what}（${language}）`,
  ],
  'access.reviewed': (who, _, { users = '', keys = '', note = '' }) => [
    `${who} reviewed access: ${users} members, ${keys} keys${note === '' ? '' : ` (“${note}”)`}`,
    `${who}复核了权限：${users} 名成员、${keys} 个密钥${note === '' ? '' : `（「${note}」）`}`,
  ],
  'backup.created': (who, _, { files = '' }) => [
    `${who} made a backup of ${files} files`,
    `${who}创建了备份，共 ${files} 个文件`,
  ],
  imported: (who, what, { stored = '' }) => [
    `${who} stored ${stored} rows of ${what}`,
    `${who}从${what}存入 ${stored} 条记录`,
  ],
  'placement.put': (who, what) => [`${who} saved the placement ${what}`, `${who}保存了推荐位${what}`],
  'prompt.add': (who, what, { version = '' }) => [
    `${who} wrote version ${version} of the prompt ${what}`,
    `${who}撰写了提示词${what}的第 ${version} 版`,
  ],
  'prompt.use': (who, what) => [
    `${who} chose which version of the prompt ${what} is used`,
    `${who}选择了提示词${what}所用的版本`,
  ],
  'prompt.remove': (who, what, { version = '' }) => [
    `${who} removed version ${version} of the prompt ${what}`,
    `${who}删除了提示词${what}的第 ${version} 版`,
  ],
  'metric.put': (who, what) => [`${who} saved the metric ${what}`, `${who}保存了指标${what}`],
  'metric.remove': (who, what) => [`${who} removed the metric ${what}`, `${who}删除了指标${what}`],
  'flag.put': (who, what) => [`${who} saved the flag ${what}`, `${who}保存了功能开关${what}`],
  'flag.remove': (who, what) => [`${who} removed the flag ${what}`, `${who}删除了功能开关${what}`],
  'experiment.put': (who, what) => [`${who} saved the experiment ${what}`, `${who}保存了实验${what}`],
  'experiment.start': (who, what) => [`${who} started the experiment ${what}`, `${who}启动了实验${what}`],
  'experiment.stop': (who, what) => [`${who} stopped the experiment ${what}`, `${who}停止了实验${what}`],
  'experiment.archive': (who, what) => [`${who} archived the experiment ${what}`, `${who}归档了实验${what}`],
  'experiment.remove': (who, what) => [
    `${who} removed the draft of the experiment ${what}`,
    `${who}删除了实验草稿${what}`,
  ],
  'experiment.reallocate': (who, what) => [
    `${who} moved the weights of the experiment ${what}`,
    `${who}调整了实验${what}的权重`,
  ],
  'run.cancelled': (who, what) => [`${who} cancelled the run ${what}`, `${who}取消了训练任务${what}`],
  'evaluation.put': (who, what) => [`${who} saved the evaluation ${what}`, `${who}保存了模型对比${what}`],
  'evaluation.delete': (who, what) => [`${who} removed the evaluation ${what}`, `${who}删除了模型对比${what}`],
  'report.made': (who, what) => [`${who} made the report ${what}`, `${who}生成了报告${what}`],
  'report.scheduled': (who, what) => [`${who} scheduled the report ${what}`, `${who}设置了定期报告${what}`],
  'report.unscheduled': (who, what) => [
    `${who} removed the schedule of the report ${what}`,
    `${who}移除了定期报告${what}`,
  ],
  'model.trained': (who, what, { version = '' }) => [
    `${who} trained ${what} v${version}`,
    `${who}训练了${what} v${version}`,
  ],
  'model.promoted': (who, what, { version = '' }) => [
    `${who} put ${what} v${version} live`,
    `${who}上线了${what} v${version}`,
  ],
  'model.held': (who, what, { version = '' }) => [
    `${who} held ${what} v${version} back`,
    `${who}未让${what} v${version} 上线`,
  ],
  'model.rolled-back': (who, what, { version = '' }) => [
    `${who} rolled ${what} back to v${version}`,
    `${who}将${what}回滚到 v${version}`,
  ],
  'model.failed': (who, what, { version = '' }) => [
    `${what} v${version} failed (${who})`,
    `${what} v${version} 失败（${who}）`,
  ],
}

/** Values inside entries that have words of their own. */
export const auditValueTexts: Readonly<Record<string, Text>> = {
  done: ['done', '已完成'],
  refused: ['refused', '已拒绝'],
  password: ['wrong password', '密码错误'],
  code: ['wrong code', '验证码错误'],
  disabled: ['disabled member', '成员已停用'],
  master: ['master', '主密钥'],
  pseudonyms: ['pseudonyms', '假名密钥'],
}

export const auditWordTexts = {
  person: (digest: string): Text => [`person ${digest}`, `用户 ${digest}`],
  key: (name: string): Text => [`the key “${name}”`, `密钥「${name}」`],
  quoted: (name: string): Text => [`“${name}”`, `「${name}」`],
  other: (who: string, action: string, what: string): Text => [
    `${who}: ${action}, ${what}`,
    `${who}：${action}，${what}`,
  ],
} as const satisfies Record<string, (...args: never[]) => Text>

export const reviewTexts = {
  what: ['The access review did not load.', '权限复核没有加载出来。'],
  headline: (users: string, keys: string): Text => [
    `Who may do something: members ${users}, keys ${keys}.`,
    `拥有权限：成员 ${users} 名，密钥 ${keys} 个。`,
  ],
  marked: (n: string): Text => [`To look at: ${n}.`, `需要关注：${n} 项。`],
  unmarked: ['None stands out.', '没有需要关注的项。'],
  never: ['Nobody has looked this through yet.', '尚未有人复核。'],
  last: (moment: string, who: string): Text => [
    `Last looked through ${moment} by ${who}.`,
    `最近复核：${moment}，${who}。`,
  ],
  record: ['Reviewed…', '记录复核…'],
  recordTitle: ['Record that you looked this through', '记录本次复核'],
  recordWhy: [
    'Your name, the time and how many members and keys there were stand in the audit for good.',
    '您的姓名、时间以及成员和密钥数量将永久记入审计。',
  ],
  note: ['Note (optional)', '备注（选填）'],
  noteHint: ['What was decided; name nobody in it.', '复核结论，请勿写入个人姓名。'],
  recordSubmit: ['Record it', '记录'],
  changed: [
    'Somebody’s access changed since you looked. The list is fresh now: look again, then record it.',
    '您查看之后权限有变化，列表已刷新。请重新查看后再记录。',
  ],
  csv: ['Download CSV', '下载 CSV'],
  members: ['Members', '成员'],
  toMembers: ['Change members', '管理成员'],
  keys: ['Keys', '密钥'],
  toKeys: ['Renew or revoke keys', '轮换或撤销密钥'],
  noMembers: ['Nobody signs in by name.', '没有以账号登录的成员。'],
  noKeys: ['No key works.', '没有有效的密钥。'],
  name: ['Name', '名称'],
  may: ['May', '权限'],
  signIn: ['Last sign-in', '最近登录'],
  used: ['Last used', '最近使用'],
  factor: ['Second factor', '双重验证'],
  sessions: ['Open sessions', '登录会话'],
  ends: ['Ends', '到期'],
  lookAt: ['Look at', '需关注'],
  fine: ['nothing', '无'],
  neverUsed: ['never', '从未'],
  on: ['on', '已开启'],
  off: ['off', '未开启'],
  elsewhere: ['at the provider', '由身份提供方'],
  noEnd: ['never', '永不'],
  reviews: ['Reviews so far', '复核记录'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const flagTexts: Readonly<Record<string, Text>> = {
  'never-used': ['never used', '从未使用'],
  unused: ['unused for 90 days', '90 天未使用'],
  'no-second-factor': ['no second factor', '未开启双重验证'],
  'no-expiry': ['never ends', '永不到期'],
}

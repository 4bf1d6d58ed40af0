import type { Text } from './text.ts'

export const signInTexts = {
  title: ['Sign in', '登录'],
  email: ['E-mail', '邮箱'],
  password: ['Password', '密码'],
  code: ['Code of your app', '动态验证码'],
  codeHint: [
    'Six digits from your authenticator app, or one of your recovery codes.',
    '身份验证应用中的六位数字，或一个恢复码。',
  ],
  submit: ['Sign in', '登录'],
  with: (name: string): Text => [`Continue with ${name}`, `使用 ${name} 登录`],
  withKey: ['Use an API key instead', '改用密钥'],
  withPassword: ['Use e-mail and password instead', '改用邮箱和密码'],
  keyLead: [
    'The console shows what a key may see. It is kept in this tab only and forgotten when you close it.',
    '控制台按密钥的权限显示内容。密钥只保存在当前标签页，关闭后即清除。',
  ],
  key: ['API key', '密钥'],
  keyHint: [
    'A key with scope read or admin. `attune init` prints the first one; `attune keys` makes more.',
    '需要 read 或 admin 权限。首个密钥由 `attune init` 给出，可用 `attune keys` 新建。',
  ],
  keyRefused: ['This key is not valid, or was revoked.', '密钥无效或已被撤销。'],
  expired: ['You were signed out: the key or the session is no longer valid.', '已退出登录：密钥或会话不再有效。'],
  keyEmpty: ['Paste a key first.', '请先粘贴密钥。'],
  firstTitle: ['Make the first account', '创建首个账号'],
  firstLead: [
    'Nobody can sign in by name yet. The admin key that `attune init` printed makes you the owner; or sign in with a key alone.',
    '目前还没有人可以用账号登录。凭 `attune init` 给出的 admin 密钥即可成为所有者，也可以只用密钥登录。',
  ],
  adminKey: ['Admin key', 'admin 密钥'],
  name: ['Your name', '姓名'],
  newPassword: ['New password', '新密码'],
  passwordHint: [
    'At least 12 characters. A few unrelated words are easy to remember.',
    '至少 12 个字符。几个互不相关的词既好记又安全。',
  ],
  firstSubmit: ['Become the owner', '成为所有者'],
  welcomeTitle: ['Set your password', '设置密码'],
  welcomeLead: [
    'This link works once. Afterwards you sign in with your e-mail and this password.',
    '此链接只能使用一次。之后请用邮箱和此密码登录。',
  ],
  welcomeSubmit: ['Set the password', '设置密码'],
  passwordSet: ['The password is set. Sign in with it now.', '密码已设置，请用新密码登录。'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

/** By the server's stable code. */
export const signInProblems: Readonly<Record<string, Text>> = {
  'invalid-credentials': ['E-mail and password do not go together.', '邮箱或密码不正确。'],
  'wrong-code': ['This code is not right, or was used already.', '验证码不正确，或已被使用。'],
  'too-many-attempts': ['Too many attempts failed. Wait a little, then try again.', '失败次数过多，请稍等片刻再试。'],
  'cross-site': [
    'The server did not recognise this page as its own. Behind a proxy, set server.trustProxy.',
    '服务器未能确认此页面来自本站。如经过代理，请设置 server.trustProxy。',
  ],
  'invalid-link': [
    'This link was used, ran out or is not whole. Ask for another.',
    '链接已使用、已过期或不完整，请重新索取。',
  ],
  'oidc-refused': ['The provider did not let you in.', '身份提供方未允许登录。'],
  'oidc-unreachable': ['The provider does not answer. Try again later.', '身份提供方没有应答，请稍后再试。'],
  'not-invited': [
    'This e-mail may not sign in here. Ask an owner or admin to invite you.',
    '此邮箱无权登录，请联系所有者或管理员邀请您。',
  ],
  unauthorised: ['This admin key is not valid.', '此 admin 密钥无效。'],
  'user-exists': ['Somebody with this e-mail is a member already.', '此邮箱已是成员。'],
}

export const passwordProblems: Readonly<Record<string, Text>> = {
  'weak-password': [
    'Too short, or among what is tried first: a common word, a name, a year or a run of keys.',
    '密码太短，或属于最先被猜到的组合：常见词、姓名、年份或连续按键。',
  ],
  'wrong-password': ['This is not your present password.', '当前密码不正确。'],
}

export const roleTexts: Readonly<Record<string, Text>> = {
  owner: ['Owner: everything', '所有者：全部权限'],
  admin: ['Admin: everything but personal data and owners', '管理员：除个人数据和所有者外的全部管理'],
  marketer: ['Marketer: items and placements', '营销：商品与推荐位'],
  analyst: ['Analyst: reports and models', '分析：报告与模型'],
  developer: ['Developer: events, items, models, keys that write', '开发：事件、商品、模型与写入密钥'],
  dataProtectionOfficer: ['Data-protection officer: personal data and requests', '数据保护官：个人数据与权利请求'],
  readOnly: ['Read only: looks, changes nothing', '只读：仅查看，不作更改'],
}

export const memberTexts = {
  title: ['Members', '成员'],
  sub: ['Who may sign in, as what', '谁可以登录，拥有哪些权限'],
  what: ['The members did not load.', '成员没有加载出来。'],
  invite: ['Invite…', '邀请…'],
  inviteTitle: ['Invite somebody', '邀请成员'],
  inviteSubmit: ['Make the link', '生成链接'],
  none: ['Nobody yet', '还没有成员'],
  noneWhy: [
    'Invite the people who work with Attune, each with a role of their own. Keys are for programs.',
    '请邀请使用 Attune 的同事，每人拥有自己的角色。密钥供程序使用。',
  ],
  name: ['Name', '姓名'],
  email: ['E-mail', '邮箱'],
  role: ['Role', '角色'],
  factor: ['Second factor', '双重验证'],
  on: ['on', '已开启'],
  off: ['off', '未开启'],
  seen: ['Last sign-in', '最近登录'],
  never: ['never', '从未'],
  state: ['State', '状态'],
  disabled: ['disabled', '已停用'],
  change: ['Change…', '更改…'],
  changeTitle: (name: string): Text => [`Change ${name}`, `更改「${name}」`],
  changeSubmit: ['Change the role', '更改角色'],
  disable: ['Disable', '停用'],
  enable: ['Enable', '启用'],
  reset: ['New password link', '重设密码链接'],
  lostDevice: ['Take the second factor away too: the device is lost', '同时关闭双重验证（设备遗失）'],
  disableWhy: ['Their sessions end at once. They can be enabled again.', '其会话将立即结束，之后可重新启用。'],
  linkTitle: ['A link, shown once', '链接，仅显示一次'],
  linkWhy: (hours: string): Text => [
    `Send it to them in a way that only they read. It works once, within ${hours} hours.`,
    `请通过只有本人能看到的方式发送。链接只能使用一次，${hours} 小时内有效。`,
  ],
  link: ['Link', '链接'],
  done: ['I have copied it', '我已复制'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const accountTexts = {
  title: ['Your account', '我的账号'],
  what: ['The sessions did not load.', '会话没有加载出来。'],
  sessions: ['Where you are signed in', '登录的设备'],
  current: ['this one', '当前'],
  end: ['End', '结束'],
  endLabel: (agent: string): Text => [`End the session in ${agent}`, `结束 ${agent} 上的会话`],
  used: (ago: string): Text => [`Last used ${ago}`, `最近使用：${ago}`],
  other: ['another program', '其他程序'],
  password: ['Password', '密码'],
  present: ['Present password', '当前密码'],
  changePassword: ['Change the password', '更改密码'],
  changed: ['The password is changed; your other sessions have ended.', '密码已更改，其他会话均已结束。'],
  noPassword: ['You sign in through a provider and have no password here.', '您通过身份提供方登录，此处没有密码。'],
  factor: ['Second factor', '双重验证'],
  factorWhy: [
    'With a second factor a stolen password alone opens nothing: signing in takes a code of an app as well.',
    '开启双重验证后，仅凭被盗的密码无法登录，还需输入应用中的验证码。',
  ],
  factorOn: ['On: signing in takes a code of your app.', '已开启：登录时需输入应用中的验证码。'],
  factorBegin: ['Set it up', '开始设置'],
  factorRemove: ['Take it away', '关闭'],
  secret: ['Secret for your app', '应用密钥'],
  secretHint: [
    'Type it into an authenticator app, or open the link on the device.',
    '在身份验证应用中输入此密钥，或在设备上打开链接。',
  ],
  openApp: ['Open in an app on this device', '在本机应用中打开'],
  code: ['A code of the app', '应用中的验证码'],
  confirm: ['Switch it on', '开启'],
  codesTitle: ['Recovery codes, shown once', '恢复码，仅显示一次'],
  codesWhy: [
    'Each opens the account once when the device is lost. Keep them where only you find them.',
    '设备遗失时，每个恢复码可登录一次。请妥善保管。',
  ],
  done: ['I have kept them', '我已保存'],
  glass: ['Personal data', '个人数据'],
  glassWhy: [
    'You see persons under pseudonyms. For a reason you can see names and details for an hour; the reason and every look stand in the audit for good.',
    '您看到的用户均为假名。如有理由，可查看真实信息一小时；理由和每次查看都会永久记入审计。',
  ],
  reason: ['Reason', '理由'],
  reasonHint: ['At least 10 characters; name no person in it.', '至少 10 个字符，请勿写入个人姓名。'],
  breakGlass: ['Show personal data for an hour', '查看个人数据一小时'],
  glassUntil: (time: string): Text => [`Shown until ${time}.`, `显示至 ${time}。`],
  glassEnd: ['Hide it again', '重新隐藏'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const pseudonymTexts = {
  note: [
    'You see persons under pseudonyms; names, ids and traits are hidden from your role.',
    '您看到的用户均为假名；您的角色看不到姓名、标识和特征。',
  ],
  ask: ['Show them for an hour, for a reason', '说明理由，查看一小时'],
} as const satisfies Record<string, Text>

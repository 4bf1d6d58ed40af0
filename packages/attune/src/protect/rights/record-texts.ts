import type { HeldData } from '../../api/schemas/privacy.ts'

type Told = { readonly en: string; readonly zh: string }

/** What is held, as a data-protection officer reads it. */
export const heldTexts: Readonly<Record<HeldData['what'], Told>> = {
  event: { en: 'event', zh: '事件' },
  trait: { en: 'trait', zh: '用户特征' },
  identifier: { en: 'identifiers of people', zh: '用户标识' },
  interaction: { en: 'interactions with items, made from events', zh: '由事件得出的商品互动' },
  decision: { en: 'what was recommended', zh: '推荐记录' },
  refused: { en: 'events that were refused', zh: '被拒收的事件' },
  merge: { en: 'which identities are one person', zh: '身份合并记录' },
  group: { en: 'memberships of groups', zh: '群组成员关系' },
  consent: { en: 'consent and objections', zh: '同意与反对记录' },
  regime: { en: 'whose law holds for a person', zh: '适用于用户的法律' },
  correction: { en: 'what was put right in portraits', zh: '画像更正记录' },
  score: { en: 'scores of people, from models elsewhere', zh: '外部模型给出的用户分数' },
  segment: { en: 'who entered and left segments', zh: '进入和离开人群的记录' },
  sentimentModel: { en: 'model of how texts feel, learnt from reviews', zh: '由评价训练的情感模型' },
  upliftModel: { en: 'model of whom a treatment moves, learnt from an experiment', zh: '由实验训练的增益模型' },
  request: { en: 'requests of people', zh: '用户的权利请求' },
  user: { en: 'people who sign in here', zh: '登录本系统的人员' },
  session: { en: 'their sessions', zh: '登录会话' },
  audit: { en: 'who did what here', zh: '操作审计' },
}

export const whereTexts: Readonly<Record<HeldData['where'][number], Told>> = {
  store: { en: 'store', zh: '数据库' },
  lake: { en: 'lake', zh: '数据湖' },
  backups: { en: 'backups', zh: '备份' },
  models: { en: 'folder of the model', zh: '模型文件夹' },
}

export const formTexts: Readonly<Record<HeldData['form'], Told>> = {
  sealed: { en: 'sealed', zh: '已加密' },
  weights: { en: 'hashes of words and weights, no text', zh: '词语散列与权重，不含原文' },
  figures: { en: 'weights and figures, without who people are', zh: '权重与数字，不含人员身份' },
  pseudonymous: { en: 'under a pseudonym, personal parts sealed', zh: '使用假名，个人内容已加密' },
}

export const regimeTexts: Readonly<Record<string, Told>> = {
  gdpr: {
    en: 'GDPR (EU, EEA, UK, Switzerland): only what the service needs',
    zh: 'GDPR（欧盟、欧洲经济区、英国、瑞士）：仅限服务所必需',
  },
  pipl: { en: 'PIPL (China): only what the service needs', zh: '《个人信息保护法》（中国）：仅限服务所必需' },
  ccpa: {
    en: 'CCPA (USA): all but sensitive conclusions, until somebody objects',
    zh: 'CCPA（美国）：除敏感推断外均允许，直到用户反对',
  },
  open: {
    en: 'open: all but passing on and sensitive conclusions, until somebody objects',
    zh: '开放：除提供给第三方和敏感推断外均允许，直到用户反对',
  },
  byRegion: { en: 'by region: the law of where each person is', zh: '按地区：适用用户所在地的法律' },
}

/** The words of the record itself. */
export const recordTexts = {
  en: {
    title: 'Record of processing activities',
    basis: 'GDPR Art. 30, PIPL Art. 55–56. Written by the system from what it holds; names and figures only.',
    written: 'Written',
    controller: 'Who answers for it',
    name: 'Controller',
    contact: 'Contact',
    officer: 'Data-protection officer',
    unsaid: 'not stated (protect.controller)',
    subjects: 'Whose data',
    subjectList: ['Customers and visitors, known by pseudonyms', 'People of the organisation who sign in here'],
    purposes: 'What for',
    purpose: 'purpose',
    description: 'as people are told',
    granted: 'said yes',
    denied: 'said no',
    unsaidLaw: 'Where nobody said anything',
    sourceLaws: 'Other rules by source',
    held: 'What is held and why',
    what: 'what',
    from: 'source',
    count: 'count',
    persons: 'people',
    span: 'from – to',
    why: 'for',
    kept: 'kept for',
    where: 'where',
    form: 'how',
    untilErased: 'until the person is erased',
    untilRemoved: 'until they are removed',
    forGood: 'for good, as proof; persons by digest',
    colon: ': ',
    withEvent: 'as long as its event',
    untilErasure: 'until anybody is erased: then it is learnt anew without them, or goes',
    days: (n: string) => `${n} days`,
    others: 'all other events',
    fields: 'Fields of events',
    open: 'in clear',
    sealed: 'sealed',
    recipients: 'Who gets it, and transfers abroad',
    /** @param hosts of language models outside */
    recipientList: (hosts: readonly string[]): readonly string[] => [
      hosts.length === 0
        ? 'The system passes nothing on by itself and sends nothing to other countries.'
        : `Texts go to language models at ${hosts.join(', ')}: names, numbers, addresses and identifiers that are recognised are replaced by placeholders before. Add here who runs them, in which country, and under which contract. Nothing else is passed on by itself.`,
      'Add here whom you give exports, the lake or backups to, and in which country its servers stand.',
    ],
    security: 'How it is guarded',
    securityList: [
      'Identifiers, traits and free text are encrypted with AES-256-GCM under a key of each person; the keys lie apart, under a master key.',
      'Events carry pseudonyms (HMAC-SHA-256); network addresses and identifiers of devices are left out and places rounded, unless a source declares otherwise.',
      'What a declared source does not declare is dropped before it is stored.',
      'What is over is removed from store and lake every day, and from backups when they are pruned or restored.',
      'Seven roles, a second factor, personal data for two roles or a reason; every change in a chained audit.',
      'Erasing a person destroys their key, which makes what is sealed unreadable in every copy.',
    ],
    requests: 'Requests of people',
    requestLine: (open: number, overdue: number, done: number) => `${open} open (${overdue} overdue), ${done} done.`,
    nothing: 'Nothing.',
  },
  zh: {
    title: '个人信息处理活动记录',
    basis: '依据 GDPR 第 30 条、《个人信息保护法》第 55–56 条。由系统根据实际持有的数据生成，仅含名称和数字。',
    written: '生成时间',
    controller: '责任主体',
    name: '个人信息处理者',
    contact: '联系方式',
    officer: '个人信息保护负责人',
    unsaid: '未填写（protect.controller）',
    subjects: '涉及哪些人',
    subjectList: ['客户和访客，以假名记录', '登录本系统的组织内部人员'],
    purposes: '处理目的',
    purpose: '目的',
    description: '对用户的说明',
    granted: '同意人数',
    denied: '反对人数',
    unsaidLaw: '用户未表态时',
    sourceLaws: '各来源的其他规则',
    held: '持有什么、为什么',
    what: '内容',
    from: '来源',
    count: '数量',
    persons: '人数',
    span: '起止时间',
    why: '用途',
    kept: '保存期限',
    where: '位置',
    form: '方式',
    untilErased: '直到该用户被删除',
    untilRemoved: '直到该人员被移除',
    forGood: '长期保存作为证明，用户以摘要代替',
    colon: '：',
    withEvent: '与所属事件相同',
    untilErasure: '直到有用户被删除：届时不含该用户重新训练，或被移除',
    days: (n: string) => `${n} 天`,
    others: '其余全部事件',
    fields: '事件字段',
    open: '明文',
    sealed: '已加密',
    recipients: '接收方与跨境传输',
    recipientList: (hosts: readonly string[]): readonly string[] => [
      hosts.length === 0
        ? '系统自身不向任何人提供数据，也不向境外传输。'
        : `文本会发送给以下地址的语言模型：${hosts.join('、')}；发送前，识别出的姓名、号码、地址和标识符均已替换为占位符。请在此补充其运营方、所在国家或地区以及所依据的合同。除此之外，系统自身不向任何人提供数据。`,
      '请在此补充：导出文件、数据湖或备份提供给了谁，服务器位于哪个国家或地区。',
    ],
    security: '保护措施',
    securityList: [
      '用户标识、特征和自由文本使用每位用户自己的密钥以 AES-256-GCM 加密；密钥另行存放，由主密钥保护。',
      '事件只带假名（HMAC-SHA-256）；除来源另有声明外，网络地址和设备标识会被丢弃，位置经过取整。',
      '已声明的来源所发送的未声明字段，在保存之前即被丢弃。',
      '到期数据每天从数据库和数据湖中移除，并在清理或恢复备份时从备份中移除。',
      '七种角色、双重验证；个人数据仅对两种角色或凭理由开放；所有变更记入链式审计。',
      '删除用户会销毁其密钥，使所有副本中的加密内容无法再读取。',
    ],
    requests: '用户的权利请求',
    requestLine: (open: number, overdue: number, done: number) =>
      `待处理 ${open} 件（逾期 ${overdue} 件），已完成 ${done} 件。`,
    nothing: '无。',
  },
} as const

export type RecordLanguage = keyof typeof recordTexts

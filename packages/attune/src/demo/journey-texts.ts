export interface JourneyTexts {
  readonly stages: Readonly<Record<'reading' | 'items' | 'cleaning' | 'storing', string>>
  readonly training: (model: string) => string
  readonly imported: string
  readonly rows: {
    readonly read: string
    readonly stored: string
    readonly duplicates: string
    readonly setAside: string
    readonly persons: string
    readonly items: string
  }
  readonly evaluated: readonly [string, string]
  readonly person: (id: string) => string
  readonly liked: (titles: readonly string[]) => string
  readonly list: readonly [string, string, string]
  readonly done: (seconds: string) => string
  readonly console: string
  readonly stay: string
}

/** What the journey through a data set says in the terminal, in both languages. */
export const journeyTexts: Readonly<Record<'en' | 'zh', JourneyTexts>> = {
  en: {
    stages: { reading: 'Reading', items: 'Storing items', cleaning: 'Cleaning', storing: 'Storing' },
    training: (model) => `Training ${model}`,
    imported: 'Imported',
    rows: {
      read: 'records read',
      stored: 'records stored',
      duplicates: 'duplicates',
      setAside: 'set aside, with the reason',
      persons: 'persons',
      items: 'items',
    },
    evaluated: ['Offline, each person’s last interaction held out', 'NDCG@10 with 95 % interval'],
    person: (id) => `Person ${id}`,
    liked: (titles) => `Last: ${titles.join(' · ')}`,
    list: ['#', 'Recommended', 'Why'],
    done: (seconds) => `Imported, cleaned, trained, evaluated and served in ${seconds} s.`,
    console: 'Console',
    stay: 'Ctrl+C stops.',
  },
  zh: {
    stages: { reading: '读取', items: '保存商品', cleaning: '清洗', storing: '保存' },
    training: (model) => `训练 ${model}`,
    imported: '导入',
    rows: {
      read: '读取的记录',
      stored: '保存的记录',
      duplicates: '重复',
      setAside: '附原因隔离',
      persons: '用户',
      items: '内容',
    },
    evaluated: ['离线评估：留出每个人的最后一次互动', 'NDCG@10 与 95% 区间'],
    person: (id) => `用户 ${id}`,
    liked: (titles) => `最近：${titles.join(' · ')}`,
    list: ['#', '推荐', '原因'],
    done: (seconds) => `导入、清洗、训练、评估并上线，共 ${seconds} 秒。`,
    console: '控制台',
    stay: '按 Ctrl+C 停止。',
  },
}

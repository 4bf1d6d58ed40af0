/** What `attune experiments` says. */
export const experimentCommandTexts = {
  en: {
    columns: ['experiment', 'title', 'status', 'since', 'variations', 'metrics'],
    statuses: { draft: 'draft', running: 'running', stopped: 'stopped', archived: 'archived' },
    changed: (id: string) => `${id} is changed, and runs on.`,
    drafted: (id: string) =>
      `${id} is a draft. Show it by a flag, a placement or a prompt, then: attune experiments start ${id}`,
    runs: (id: string, shown: string) =>
      `${id} runs. ${shown === '' ? '' : `Shown by ${shown}. `}Next: attune experiments results ${id}`,
    shownByNothing: 'No flag, placement or prompt shows it; it counts what “Experiment Viewed” tells.',
    stopped: (id: string) => `${id} is stopped.`,
    won: (id: string, winner: string) => `${id} is stopped; everybody gets ${winner} from now on.`,
    archived: (id: string) => `${id} is archived.`,
    removed: (id: string) => `${id} is removed.`,
    missing:
      'Say what is compared and by what: --variations control:1,new:1 --metrics buyers,revenue, or a JSON file with --file.',
  },
  zh: {
    columns: ['实验', '名称', '状态', '开始于', '版本', '指标'],
    statuses: { draft: '草稿', running: '运行中', stopped: '已停止', archived: '已归档' },
    changed: (id: string) => `${id} 已修改，继续运行。`,
    drafted: (id: string) =>
      `${id} 已存为草稿。请用功能开关、推荐位或提示词展示它，然后运行：attune experiments start ${id}`,
    runs: (id: string, shown: string) =>
      `${id} 开始运行。${shown === '' ? '' : `由 ${shown} 展示。`}下一步：attune experiments results ${id}`,
    shownByNothing: '没有功能开关、推荐位或提示词展示它；只统计 “Experiment Viewed” 上报的内容。',
    stopped: (id: string) => `${id} 已停止。`,
    won: (id: string, winner: string) => `${id} 已停止；从现在起所有人都用 ${winner}。`,
    archived: (id: string) => `${id} 已归档。`,
    removed: (id: string) => `${id} 已删除。`,
    missing:
      '请说明比较什么、用什么评判：--variations control:1,new:1 --metrics buyers,revenue，或用 --file 指定 JSON 文件。',
  },
} as const

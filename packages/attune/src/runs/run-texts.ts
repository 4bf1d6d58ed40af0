import type { Card } from './run-record.ts'

type Note = Card['task']
export type RunLanguage = keyof Note

/** Words of model cards for the names in a record; what has none is shown by its name. */
export const runTexts = {
  scores: {
    accuracy: { en: 'accuracy', zh: '准确率' },
    macroF1: { en: 'macro F1', zh: '宏平均 F1' },
    microF1: { en: 'micro F1', zh: '微平均 F1' },
    exact: { en: 'texts with all labels right', zh: '标签全部正确的文本比例' },
    outOfScopeAuc: { en: 'texts of no class, AUC', zh: '识别不属于任何类别的文本，AUC' },
    f1: { en: 'F1', zh: 'F1' },
    precision: { en: 'precision', zh: '精确率' },
    recall: { en: 'recall', zh: '召回率' },
    auc: { en: 'AUC', zh: 'AUC' },
    logloss: { en: 'log loss', zh: '对数损失' },
    ece: { en: 'calibration error', zh: '校准误差' },
    eceEqualMass: { en: 'calibration error, bins of equally many rows', zh: '校准误差（等频分箱）' },
    loss: { en: 'loss', zh: '损失' },
    perplexity: { en: 'perplexity', zh: '困惑度' },
    rmse: { en: 'root mean squared error', zh: '均方根误差' },
    mae: { en: 'mean absolute error', zh: '平均绝对误差' },
    r2: { en: 'R²', zh: 'R²' },
    spearman: { en: 'rank correlation (Spearman)', zh: '秩相关（Spearman）' },
    ndcg10: { en: 'NDCG@10', zh: 'NDCG@10' },
    mrr: { en: 'mean reciprocal rank', zh: '平均倒数排名' },
    recallAt1: { en: 'recall@1', zh: '召回率@1' },
    recallAt5: { en: 'recall@5', zh: '召回率@5' },
    recallAt10: { en: 'recall@10', zh: '召回率@10' },
    alignment: { en: 'alignment', zh: '对齐度' },
    uniformity: { en: 'uniformity', zh: '均匀度' },
    bleu: { en: 'BLEU', zh: 'BLEU' },
    rougeL: { en: 'ROUGE-L', zh: 'ROUGE-L' },
    distinct2: { en: 'distinct pairs of words', zh: '不重复的词对比例' },
    coverage: { en: 'values said', zh: '属性值提及率' },
    qini: { en: 'Qini (scikit-uplift)', zh: 'Qini（scikit-uplift）' },
    auuc: { en: 'AUUC (scikit-uplift)', zh: 'AUUC（scikit-uplift）' },
    qiniCausalml: { en: 'Qini (causalml)', zh: 'Qini（causalml）' },
    auucCausalml: { en: 'AUUC (causalml)', zh: 'AUUC（causalml）' },
  },
  baselines: {
    before: { en: 'before the training', zh: '训练前' },
    mean: { en: 'for the mean of what was learnt from', zh: '一律取训练数据均值' },
    random: { en: 'in an order drawn at random', zh: '随机排序' },
    nearest: { en: 'for the most similar training text', zh: '取最相似的训练文本' },
    teacher: { en: 'of the teacher', zh: '教师模型' },
    uncalibrated: { en: 'without calibration', zh: '校准前' },
  },
  counts: {
    trainTexts: { en: 'texts learnt from', zh: '训练文本' },
    testTexts: { en: 'texts tried on', zh: '测试文本' },
    trainRows: { en: 'rows learnt from', zh: '训练行数' },
    testRows: { en: 'rows tried on', zh: '测试行数' },
    trainPairs: { en: 'pairs learnt from', zh: '训练文本对' },
    testPairs: { en: 'pairs tried on', zh: '测试文本对' },
    classes: { en: 'classes', zh: '类别' },
    labels: { en: 'labels', zh: '标签' },
    entityTypes: { en: 'types of entities', zh: '实体类型' },
    trainQueries: { en: 'queries learnt from', zh: '训练查询' },
    testQueries: { en: 'queries tried on', zh: '测试查询' },
    features: { en: 'features', zh: '特征' },
  },
  tried: {
    testTexts: { en: 'texts', zh: '条文本' },
    testRows: { en: 'rows', zh: '行' },
    testPairs: { en: 'pairs', zh: '对文本' },
  },
  kinds: {
    classify: { en: 'Text classifier', zh: '文本分类模型' },
    label: { en: 'Text labeller', zh: '文本标签模型' },
    score: { en: 'Text scorer', zh: '文本评分模型' },
    rank: { en: 'Text ranker', zh: '文本排序模型' },
    tag: { en: 'Entity tagger', zh: '实体识别模型' },
    similar: { en: 'Encoder of similar texts', zh: '相似文本编码器' },
    write: { en: 'Writer', zh: '文本生成模型' },
    pretrain: { en: 'Language encoder', zh: '语言编码器' },
    'pretrain-decoder': { en: 'Language decoder', zh: '语言解码器' },
    distill: { en: 'Text classifier, distilled', zh: '蒸馏得到的文本分类模型' },
    ranker: { en: 'Ranker', zh: '排序模型' },
    uplift: { en: 'Uplift model', zh: '增益模型' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Note>>>>

/** The words for a name, or the name. */
export function wordsFor(group: keyof typeof runTexts, name: string, language: RunLanguage): string {
  const words: Readonly<Record<string, Note>> = runTexts[group]
  return (Object.hasOwn(words, name) ? words[name]?.[language] : undefined) ?? name
}

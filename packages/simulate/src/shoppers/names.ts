import type { Text } from '../catalogue/words.ts'

const t = (en: string, zh: string): Text => ({ en, zh })

/** Names that tell nothing about gender; nobody real is meant. */
export const familyNames: readonly Text[] = [
  t('Lin', '林'),
  t('Chen', '陈'),
  t('Zhou', '周'),
  t('Xu', '徐'),
  t('He', '何'),
  t('Shen', '沈'),
  t('Tang', '唐'),
  t('Gu', '顾'),
  t('Lu', '陆'),
  t('Fang', '方'),
  t('Song', '宋'),
  t('Jiang', '江'),
  t('Ye', '叶'),
  t('Bai', '白'),
  t('Qiao', '乔'),
  t('Wen', '温'),
]
export const givenNames: readonly Text[] = [
  t('Yu', '雨'),
  t('An', '安'),
  t('Mo', '墨'),
  t('Zhen', '真'),
  t('Yi', '一'),
  t('Ning', '宁'),
  t('Ran', '然'),
  t('Chu', '初'),
  t('Shan', '山'),
  t('Qing', '青'),
  t('Xi', '溪'),
  t('Yun', '云'),
  t('Zhou', '舟'),
  t('Mu', '木'),
  t('Xing', '星'),
  t('He', '禾'),
  t('Yuan', '远'),
  t('Jing', '静'),
  t('Le', '乐'),
  t('Tong', '桐'),
]
export const cities: readonly Text[] = [
  t('Hangzhou', '杭州'),
  t('Shanghai', '上海'),
  t('Chengdu', '成都'),
  t('Beijing', '北京'),
  t('Xiamen', '厦门'),
  t('Guangzhou', '广州'),
  t('Suzhou', '苏州'),
  t('Kunming', '昆明'),
  t('Qingdao', '青岛'),
  t('Xi’an', '西安'),
]

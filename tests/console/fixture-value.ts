import type { Value } from 'attune/api-types'
import { wilsonInterval } from '../../packages/measure/src/wilson-interval.ts'

/** Made-up values of customers. */
export function valuesOf(at: (ms: number) => string): Value {
  const shares = [0.38, 0.19, 0.12, 0.09, 0.07, 0.05, 0.04, 0.03, 0.02, 0.01]
  return {
    at: at(7_200_000),
    input: { model: 'bg-nbd', horizonDays: 365, churnDays: 90, discountPerYear: 0.1, margin: 1 },
    buyers: 4_200,
    repeatBuyers: 1_640,
    currency: 'CNY',
    purchaseModel: { parameters: { r: { value: 0.24, standardError: 0.02 } }, logLikelihood: -9_582.4 },
    spendModel: { parameters: { p: { value: 6.25, standardError: 0.4 } }, correlation: 0.06 },
    total: { value: 612_400, low: 571_000, high: 655_800 },
    expectedOrders: 5_120.4,
    alive: { mean: 0.61, likely: 2_730 },
    deciles: shares.map((share, k) => ({
      decile: k + 1,
      buyers: 420,
      value: 612_400 * share,
      mean: (612_400 * share) / 420,
      share,
      orders: 5_120 * share,
    })),
    concentration: { gini: 0.52, topTenth: 0.38, topFifth: 0.57, curve: [] },
    distribution: {
      quantiles: [
        { at: 0.1, value: 12 },
        { at: 0.5, value: 82 },
        { at: 0.9, value: 340 },
      ],
      histogram: Array.from({ length: 12 }, (_, k) => ({
        from: 50 * k,
        to: 50 * k + 50,
        buyers: Math.round(1_600 * 0.7 ** k),
      })),
    },
    groups: [
      {
        group: 'champions',
        name: { en: 'Champions', zh: '核心客户' },
        buyers: 610,
        value: 301_000,
        spent: 420_000,
        churn: 0.08,
      },
      {
        group: 'at-risk',
        name: { en: 'At risk', zh: '有流失风险' },
        buyers: 480,
        value: 31_000,
        spent: 210_000,
        churn: 0.71,
      },
      { group: 'lost', name: { en: 'Lost', zh: '已流失' }, buyers: 700, value: 4_000, spent: 60_000, churn: null },
    ],
    churn: {
      by: 'trees',
      days: 90,
      mean: 0.37,
      auc: 0.812,
      calibration: {
        bins: [0.1, 0.3, 0.5, 0.7, 0.9].map((predicted) => ({
          buyers: 160,
          predicted,
          observed: wilsonInterval(Math.round(160 * predicted), 160),
        })),
        error: 0.018,
      },
      drivers: [
        {
          feature: 'daysSinceOrder',
          effect: 0.82,
          direction: 1,
          text: { en: 'Days since the last order', zh: '距上次下单的天数' },
        },
        { feature: 'orders', effect: 0.41, direction: -1, text: { en: 'Orders so far', zh: '累计订单数' } },
        { feature: 'visitsTrend', effect: 0.1, direction: 0, text: { en: 'Trend of visits', zh: '访问趋势' } },
      ],
    },
    survival: {
      medianDays: 214,
      curve: Array.from({ length: 30 }, (_, k) => ({
        at: 3 + 12 * k,
        value: Math.exp(-0.0033 * (3 + 12 * k)),
        low: Math.exp(-0.0033 * (3 + 12 * k)) - 0.02,
        high: Math.min(1, Math.exp(-0.0033 * (3 + 12 * k)) + 0.02),
      })),
    },
    scores: ['lifetime-value', 'churn'],
    warnings: [
      {
        code: 'other-currencies',
        text: { en: 'Orders in other currencies are left out.', zh: '其他币种的订单未计入。' },
      },
    ],
  }
}

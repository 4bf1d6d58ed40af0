/** NDCG@10, HR@10, RMSE, but Coverage@10. */
export const metricName = (name: string): string =>
  name.toUpperCase().replace(/^([A-Z]{5,})/, (word) => word[0] + word.slice(1).toLowerCase())

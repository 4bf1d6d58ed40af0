/** Item number of a workspace → dense id of a model, −1 for items that the model does not know. */
export type Translate = (item: number) => number

/**
 * Translations of item numbers into the dense ids of models, looked up once an item and model: a decision translates some
 * hundred items, and a look-up by text costs a trip to main memory.
 *
 * @param nameOf item number → item id
 */
export function createTranslations(
  nameOf: (item: number) => string,
): (indexOf: ReadonlyMap<string, number>) => Translate {
  const byModel = new WeakMap<ReadonlyMap<string, number>, Translate>()
  return (indexOf) => {
    let translate = byModel.get(indexOf)
    if (!translate) {
      /** Dense id + 2; 1: unknown to the model; 0: not looked up yet. */
      let known = new Int32Array(1024)
      translate = (item) => {
        if (item >= known.length) {
          const larger = new Int32Array(Math.max(item + 1, known.length * 2))
          larger.set(known)
          known = larger
        }
        const kept = known[item] as number
        if (kept !== 0) return kept - 2
        const dense = indexOf.get(nameOf(item)) ?? -1
        known[item] = dense + 2
        return dense
      }
      byModel.set(indexOf, translate)
    }
    return translate
  }
}

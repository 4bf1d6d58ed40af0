/** Takes the signed parts out of a text; undefined where it is no receipt. What it says is judged by the server. */
export function readReceipt(text: string): object | undefined {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return undefined
    const { receipt, signature, publicKey } = read as Record<string, unknown>
    if (typeof receipt !== 'object' || receipt === null) return undefined
    if (typeof signature !== 'string' || typeof publicKey !== 'string') return undefined
    return { receipt, signature, publicKey }
  } catch {
    return undefined
  }
}

/** How fast the pairs of a head turn from one position to the next. */
export interface RotaryShape {
  /** The pairs' periods go from 2π up to about 2π · base positions. Default 10,000. */
  readonly base?: number
  /** All positions count 1 / factor (Chen et al. 2023). Default 1. */
  readonly factor?: number
  /**
   * Only slow pairs are slowed down, as Llama 3.1: those that turn less than `low` times in `positions` by `factor`, those
   * that turn more than `high` times not at all, those between in part.
   */
  readonly between?: { readonly low: number; readonly high: number; readonly positions: number }
}

/**
 * Cosines and sines of the angles of the first positions.
 *
 * @param width numbers of a head, even
 * @returns each [positions × width / 2]
 */
export function rotaryAngles(
  rotary: RotaryShape,
  positions: number,
  width: number,
): { readonly cosines: Float32Array; readonly sines: Float32Array } {
  const half = width / 2
  const speeds = Array.from({ length: half }, (_, i) => speedOf(rotary, i / half))
  const table = (f: (angle: number) => number): Float32Array =>
    Float32Array.from({ length: positions * half }, (_, at) => f(Math.floor(at / half) * (speeds[at % half] as number)))
  return { cosines: table(Math.cos), sines: table(Math.sin) }
}

/** Radians from one position to the next. */
function speedOf({ base = 10_000, factor = 1, between }: RotaryShape, share: number): number {
  const speed = base ** -share
  if (!between) return speed / factor
  const { low, high, positions } = between
  const turns = (positions * speed) / (2 * Math.PI)
  const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)))
  return (1 - kept) * (speed / factor) + kept * speed
}

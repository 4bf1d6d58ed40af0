/** Scores of one person with others, in scratch arrays that are overwritten by the next question. */
export interface FriendScores {
  /** Everybody with a score, in no order; may include the person and their friends. */
  readonly people: Int32Array
  /** By dense id; 0 for those not in `people`. */
  readonly scores: Float64Array
}

/** Answers one person at a time; memory is O(people) and reused. */
export interface FriendScorer {
  of(person: number): FriendScores
}

/** Sums by dense id that note whom they touch, so that clearing costs only what was touched. */
export interface TouchedSums {
  readonly sums: Float64Array
  add(person: number, value: number): void
  /** Those added to since the last `clear`, as a view. */
  touched(): Int32Array
  clear(): void
}

/** @param count number of people */
export function touchedSums(count: number): TouchedSums {
  const sums = new Float64Array(count)
  const noted = new Int32Array(count)
  const isNoted = new Uint8Array(count)
  let size = 0
  return {
    sums,
    add(person, value) {
      if (isNoted[person] === 0) {
        isNoted[person] = 1
        noted[size++] = person
      }
      ;(sums[person] as number) += value
    },
    touched: () => noted.subarray(0, size),
    clear() {
      for (let at = 0; at < size; at++) {
        const person = noted[at] as number
        sums[person] = 0
        isNoted[person] = 0
      }
      size = 0
    },
  }
}

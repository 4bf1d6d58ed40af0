/**
 * So far the clock may be set back without anybody noticing. What was made later than this after now was made while the clock
 * was wrong, and does not count: it would outlive its time.
 */
export const clockSkewMs = 5 * 60_000

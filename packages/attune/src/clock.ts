/** Milliseconds since the epoch. Passed in everywhere, so that decisions can be replayed and the demo can live through a month. */
export type Clock = () => number

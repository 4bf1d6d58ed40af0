/** In the order in which they are told: rules first, then what is estimated. */
export const methods = ['first', 'last', 'linear', 'time-decay', 'position', 'markov', 'shapley'] as const

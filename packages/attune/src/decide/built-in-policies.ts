/** Names that a placement may use where it uses models, and that need no training. */
export const builtInPolicies: readonly string[] = ['popular', 'newest']

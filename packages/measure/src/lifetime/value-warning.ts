/** Why a result is to be taken with care, or missing. */
export interface ValueWarning {
  readonly code: /** The likelihood was not climbed to its top. */
    | 'not-converged'
    /** The data do not tell the parameters apart; no intervals. */
    | 'not-identified'
    /** A parameter ran off: nobody drops out, or everybody is alike. */
    | 'at-the-edge'
    /** Spend of frequent buyers differs from that of others by more than the model allows. */
    | 'spend-depends-on-frequency'
    /** The fitted distribution of mean spend has no mean. */
    | 'no-mean-spend'
    /** Fewer than 100 customers who came back: intervals are wide. */
    | 'few-repeat-customers'
}

export {
  type SatisfactionIndex,
  type SatisfactionOptions,
  type SatisfactionPart,
  type SatisfactionWarning,
  satisfactionIndex,
} from './satisfaction-index.ts'
export {
  type SatisfactionPartName,
  type SatisfactionSample,
  satisfactionOfCsat,
  satisfactionOfNps,
  satisfactionOfStars,
  satisfactionParts,
  satisfactionWeights,
} from './satisfaction-parts.ts'

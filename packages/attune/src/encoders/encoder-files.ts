/** What an encoder's folder holds. */
export const encoderFiles = ['config.json', 'tokenizer.json', 'model.safetensors'] as const

export type EncoderFile = (typeof encoderFiles)[number]

/** Of the file of weights: a file is read in one piece. */
export const mostWeightBytes = 2 ** 31 - 1

/** Of a file that is read as JSON. */
export const mostJsonBytes = 128 << 20

/** What an encoder's folder holds. */
export const encoderFiles = ['config.json', 'tokenizer.json', 'model.safetensors'] as const

export type EncoderFile = (typeof encoderFiles)[number]

/** What is read of them at most. */
export const mostEncoderBytes = 8 * 2 ** 30

/** Of a file that is read as JSON. */
export const mostJsonBytes = 128 << 20

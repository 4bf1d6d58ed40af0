import { encoderFolder } from '../encoders/encoder-record.ts'
import { type CommonOptions, configFor } from './options.ts'

/** The folder that `--encoder` means: that of a name in the data folder first, else the path; `scratch` stays. */
export async function encoderOption(options: CommonOptions & { readonly encoder: string }): Promise<string> {
  const { config } = await configFor(options)
  return encoderFolder(options.encoder, config.dataDir)
}

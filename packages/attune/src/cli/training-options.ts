import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { encoderFolder } from '../encoders/encoder-record.ts'
import { type CommonOptions, configFor, numberBetween, wholeNumber } from './options.ts'

/** Options that every training of a network takes. */
export interface TrainingOptions extends CommonOptions {
  readonly keepEvery: number
  readonly out?: string
}

/**
 * Adds the options that every training of a network takes.
 *
 * @param usual what is taken where nothing is said, and of what there are batches
 */
export const withTrainingOptions = (
  task: Command,
  usual: { readonly epochs: number; readonly batch: number; readonly rate: string; readonly of: string },
): Command =>
  task
    .option('--epochs <n>', `times that all ${usual.of} are seen, at most`, wholeNumber(1, 1000), usual.epochs)
    .option('--batch <n>', `${usual.of} in a batch`, wholeNumber(1, 1024), usual.batch)
    .option('--learning-rate <rate>', `highest learning rate (default: ${usual.rate})`, numberBetween(0, 10))
    .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .addOption(keepEveryOption())
    .option('--out <folder>', 'write the model and its card to a new folder (default: that of the run)')

/** `--keep-every`, which every training takes. */
export const keepEveryOption = (): Option =>
  new Option('--keep-every <seconds>', 'how often the state is kept that an interrupted run goes on from')
    .argParser(wholeNumber(0, 86_400))
    .default(60)

/** What of the options are settings of the training. */
export function settingsOf<Options extends TrainingOptions>(options: Options) {
  const { config: _, dataDir: __, workspace: ___, json: ____, keepEvery: _____, ...settings } = options
  return settings
}

/** A path as the thread of a run finds it, whatever folder the next command is called in. */
export const absolute = <Path extends string | undefined>(path: Path): Path | string =>
  path === undefined ? path : resolve(path)

/** The folder that a network's option means: that of a name in the data folder first, else the path; `scratch` stays. */
export async function networkOption(options: CommonOptions, network: string): Promise<string> {
  if (network === 'scratch') return network
  const { config } = await configFor(options)
  return resolve(encoderFolder(network, config.dataDir))
}

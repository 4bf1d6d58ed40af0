import { Command, InvalidArgumentError } from 'commander'
import { type LoadedConfig, loadConfig } from '../config/load-config.ts'
import { reportFailure } from './output.ts'

/** Options that every command takes. */
export interface CommonOptions {
  readonly config?: string
  readonly dataDir?: string
  readonly workspace?: string
  readonly json?: boolean
}

/** A command with the common options; its action's failures become one clear line and exit code 1. */
export function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--config <file>', 'configuration file (default: attune.config.ts or .json in this folder)')
    .option('--data-dir <dir>', 'data folder (default: .attune)')
    .option('--workspace <id>', 'workspace (default: default)')
    .option('--json', 'print one JSON document on standard output, progress on standard error')
}

/**
 * Wraps an action so that errors are told, not thrown. Commander hands an action its arguments, its options and the
 * command; the options are completed with those of the commands above it (`attune keys --json list`).
 */
export function action<Args extends unknown[]>(
  work: (...args: Args) => Promise<void>,
): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const self = args.at(-1)
    const options = self instanceof Command ? self.optsWithGlobals<CommonOptions>() : {}
    try {
      await work(...([...args.slice(0, -2), options, self] as Args))
    } catch (error) {
      reportFailure(error, options.json === true)
    }
  }
}

/** An option's value as a whole number in a range. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`a whole number from ${min} to ${max}`)
    return value
  }

/** An option's value as a number above one and below another. */
export const numberBetween =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!(value > low && value < high)) throw new InvalidArgumentError(`a number above ${low} and below ${high}`)
    return value
  }

/**
 * An option's value as a number from one to another, both included.
 *
 * @param what the same in words
 */
export const numberWithin =
  (least: number, most: number, what = `a number from ${least} to ${most}`) =>
  (text: string): number => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= least && value <= most)) throw new InvalidArgumentError(what)
    return value
  }

/** The configuration in force for a command. */
export function configFor(
  options: CommonOptions,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<LoadedConfig> {
  return loadConfig({
    cwd: process.cwd(),
    env: process.env,
    file: options.config,
    overrides: { dataDir: options.dataDir, workspace: options.workspace, ...overrides },
  })
}

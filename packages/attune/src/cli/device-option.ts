import { type Device, findDevice, LearnError, type WantedDevice } from '@attune/learn'
import { Option } from 'commander'
import { attuneError } from '../errors.ts'

/** What a command that trains or asks a network works on. */
export const deviceOption = (): Option =>
  new Option('--device <device>', 'what to work on; auto: a GPU where there is one that can be used')
    .choices(['auto', 'cpu', 'webgpu', 'cuda'])
    .default('cpu')

/**
 * The device that `--device` means; with `auto` it is said which one it is.
 *
 * @throws AttuneError `no-device`
 */
export async function deviceFor(wanted: WantedDevice): Promise<Device> {
  try {
    const { device, passedOver } = await findDevice(wanted)
    if (wanted === 'auto') {
      const why = Object.entries(passedOver).map(([other, reason]) => `${other}: ${reason}`)
      process.stderr.write(`Working on ${device}.${why.length === 0 ? '' : ` ${why.join(' ')}`}\n`)
    }
    return device
  } catch (cause) {
    if (cause instanceof LearnError)
      throw attuneError('no-device', cause.message, { cause, details: { field: 'device' } })
    throw cause
  }
}

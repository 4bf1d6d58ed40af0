import { ProtobufWriter } from '../graph/protobuf-writer.ts'

/**
 * One record of a TensorBoard event file (TFRecord around tensorflow.Event): the figures of a step. A file is
 * `tensorboardStart` and such records, one after the other; it may be cut off anywhere.
 *
 * @param seconds since the epoch
 */
export function tensorboardRecord(
  seconds: number,
  step: number,
  figures: Readonly<Record<string, number>>,
): Uint8Array {
  const event = new ProtobufWriter()
  event.double(1, seconds)
  event.int(2, step)
  event.message(5, (summary) => {
    for (const [name, value] of Object.entries(figures))
      summary.message(1, (one) => {
        one.text(1, name)
        one.float(2, value)
      })
  })
  return record(event.finish())
}

/** What an event file begins with. Its name must hold `tfevents`. */
export function tensorboardStart(seconds: number): Uint8Array {
  const event = new ProtobufWriter()
  event.double(1, seconds)
  event.text(3, 'brain.Event:2')
  return record(event.finish())
}

function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + data.length)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, masked(crc32c(bytes.subarray(0, 8))), true)
  bytes.set(data, 12)
  view.setUint32(12 + data.length, masked(crc32c(data)), true)
  return bytes
}

/** As TensorFlow hides checksums of data that holds checksums. */
const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0

/** CRC-32C (Castagnoli), RFC 3720 appendix B.4. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

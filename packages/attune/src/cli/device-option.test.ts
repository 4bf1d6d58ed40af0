import * as learn from '@attune/learn'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deviceFor } from './device-option.ts'

let told = ''
beforeEach(() => {
  told = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

test('the processor is taken without a word', async () => {
  expect(await deviceFor('cpu')).toBe('cpu')
  expect(told).toBe('')
})

test('auto says what it takes, and a named device that is not there is refused with a way out', async () => {
  const device = await deviceFor('auto')
  expect(told).toContain(`Working on ${device}.`)
  for (const other of Object.keys((await learn.findDevice('auto')).passedOver) as learn.Device[])
    await expect(deviceFor(other)).rejects.toMatchObject({
      code: 'no-device',
      message: expect.stringMatching(new RegExp(`no ${other} .*Take cpu, or auto`)),
    })
})

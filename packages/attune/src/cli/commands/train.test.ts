import { recommenderKinds } from '@attune/recommend'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { trainCommand } from './train.ts'

let printed = ''
beforeEach(() => {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})

test('the help lists every kind with what it does', () => {
  trainCommand().outputHelp()
  for (const { kind, description } of Object.values(recommenderKinds))
    expect(printed).toMatch(new RegExp(`^  ${kind} +${description.en.replace(/[.()]/g, '\\$&')}$`, 'm'))
})

test.each([
  [['svd', '--params', 'nmf:{"factors":5}'], /--params is for nmf.*svd/],
  [['mine', '--kind', 'svd', '--params', 'nmf:{"factors":5}'], /--params is for nmf.*svd/],
])('%j: two kinds in one line are refused before anything is opened', async (args, sentence) => {
  await trainCommand().parseAsync(['node', 'attune', ...args, '--json'])
  expect(JSON.parse(printed).error).toMatchObject({
    code: 'invalid-command-line',
    message: expect.stringMatching(sentence),
  })
  expect(process.exitCode).toBe(1)
})

test('two documents for two kinds are refused', () => {
  const command = trainCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  expect(() => command.parse(['node', 'attune', '--params', 'nmf:{}', '--params', 'svd:{}'])).toThrow(
    /names nmf and svd/,
  )
})

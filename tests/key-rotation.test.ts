import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rotateMasterKey } from '../packages/attune/src/protect/vault/open-keys.ts'
import { rotatePseudonyms } from '../packages/attune/src/protect/vault/pseudonym-key.ts'
import { openInstallation, type TestInstallation, temporaryFolder } from './support.ts'

const viewed = (who: object, messageId: string) => ({
  ...who,
  type: 'track',
  event: 'Product Viewed',
  messageId,
  properties: { product_id: 'tea' },
})
const person = async (house: TestInstallation, id: string) => (await house.ask('read', 'GET', `/v1/people/${id}`)).body

test('after the key of the pseudonyms was changed, twice, people keep their history, and the old key leads to nobody', async () => {
  const dataDir = temporaryFolder()
  let house = await openInstallation({ dataDir })
  await house.send([
    viewed({ anonymousId: 'v' }, '1'),
    { type: 'identify', anonymousId: 'v', userId: 'ann', messageId: '2' },
    viewed({ userId: 'bob' }, '3'),
  ])
  const before = await person(house, 'ann')
  const oldSecret = house.attune.vault.secret('pseudonyms', () => new Uint8Array())
  for (const [round, expected] of [
    [1, 3],
    [2, 4],
  ] as const) {
    expect(rotatePseudonyms(house.attune.state, house.attune.vault)).toBe(expected)
    await house.close()
    house = await openInstallation({ dataDir })
    await house.send([viewed({ userId: 'ann' }, `again ${round}`), viewed({ userId: 'new' }, `new ${round}`)])
    expect(await person(house, 'ann')).toMatchObject({
      personId: before.personId,
      userId: 'ann',
      counts: { view: 1 + round },
    })
    expect(await person(house, 'v')).toMatchObject({ personId: before.personId })
    expect(await person(house, 'bob')).toMatchObject({ counts: { view: 1 } })
    expect(await person(house, 'new')).toMatchObject({ counts: { view: round } })
  }
  expect(house.attune.vault.secret('pseudonyms', () => new Uint8Array())).not.toEqual(oldSecret)
  await house.close()
  // Nobody can make the pseudonym of an id any more with what the files hold.
  expect(readFileSync(join(dataDir, 'keys.sqlite')).includes(Buffer.from(oldSecret))).toBe(false)
})

test('a new master key takes over at once; a kill at any moment of the change loses nothing', async () => {
  const dataDir = temporaryFolder()
  const path = (name: string): string => join(dataDir, name)
  const reopens = async (): Promise<void> => {
    const house = await openInstallation({ dataDir })
    expect(await person(house, 'ann')).toMatchObject({ userId: 'ann', name: 'Ann' })
    await house.close()
  }
  const house = await openInstallation({ dataDir })
  await house.send([{ type: 'identify', userId: 'ann', traits: { name: 'Ann' } }])
  const first = readFileSync(path('secret.key'))
  rotateMasterKey(house.attune.config, house.attune.vault)
  await house.close()
  const second = readFileSync(path('secret.key'))
  expect(second).not.toEqual(first)
  await reopens()
  // Killed before the keys were wrapped anew: the next key is there and opens nothing yet.
  writeFileSync(path('secret.key.next'), first)
  await reopens()
  expect(existsSync(path('secret.key.next'))).toBe(false)
  // Killed after it: the keys are under the next one.
  renameSync(path('secret.key'), path('secret.key.next'))
  writeFileSync(path('secret.key'), first, { mode: 0o600 })
  await reopens()
  expect(readFileSync(path('secret.key'))).toEqual(second)
})

test('with another master key, or without the file of keys, it refuses to start and says what to do; nothing is changed', async () => {
  const dataDir = temporaryFolder()
  const path = (name: string): string => join(dataDir, name)
  const house = await openInstallation({ dataDir })
  await house.send([{ type: 'identify', userId: 'ann', traits: { name: 'Ann' } }])
  await house.close()
  const right = readFileSync(path('secret.key'))
  writeFileSync(path('secret.key'), Buffer.alloc(32, 1))
  await expect(openInstallation({ dataDir })).rejects.toMatchObject({ code: 'wrong-master-key' })
  writeFileSync(path('secret.key'), right)
  copyFileSync(path('keys.sqlite'), path('kept'))
  rmSync(path('keys.sqlite'))
  await expect(openInstallation({ dataDir })).rejects.toMatchObject({ code: 'keys-lost' })
  renameSync(path('kept'), path('keys.sqlite'))
  const again = await openInstallation({ dataDir })
  expect(await person(again, 'ann')).toMatchObject({ name: 'Ann' })
  await again.close()
})

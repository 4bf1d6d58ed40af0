import { hash, verify } from '@node-rs/argon2'
import { attuneError } from '../../errors.ts'

/** OWASP Password Storage Cheat Sheet, argon2id (the library’s default): 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** Each takes 19 MiB and a thread that files and databases need too: a flood of sign-ins must wait. */
const atOnce = 2
const longestQueue = 64

export interface Passwords {
  /** In PHC form: `$argon2id$v=19$m=19456,t=2,p=1$…`. */
  hash(password: string): Promise<string>
  /** Takes as long without a hash (nobody of that name, or no password) as with a wrong one. */
  verify(stored: string | undefined, password: string): Promise<boolean>
}

/** @throws AttuneError `busy` when too many wait already */
export function createPasswords(): Passwords {
  let running = 0
  const waiting: (() => void)[] = []
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting.length >= longestQueue)
      throw attuneError('busy', 'Too many people sign in just now. Try again in a moment.', { status: 503 })
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
  // A hash of the same cost that no password fits; made once, awaited by every attempt alike.
  let decoy: Promise<string> | undefined
  return {
    hash: (password) => inTurn(() => hash(password.normalize('NFKC'), parameters)),
    async verify(stored, password) {
      decoy ??= hash(crypto.randomUUID(), parameters)
      const instead = await decoy
      return inTurn(async () => {
        const right = await verify(stored ?? instead, password.normalize('NFKC'))
        return right && stored !== undefined
      })
    },
  }
}

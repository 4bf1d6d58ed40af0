import type { Server, Socket } from 'node:net'
import type { ServerLimits } from '../config/server-schema.ts'
import { networkOf } from './network-of.ts'

/**
 * Closes connections over the limit as they come, before a byte of them is read: so many altogether, and of one address.
 *
 * @param oneAddressForAll a proxy stands in front: all connections come from its address, which is not counted
 */
export function limitConnections(
  server: Server,
  { connections, connectionsPerAddress }: Pick<ServerLimits, 'connections' | 'connectionsPerAddress'>,
  oneAddressForAll: boolean,
): void {
  const open = new Map<string, number>()
  let all = 0
  server.prependListener('connection', (socket: Socket) => {
    const address = networkOf(socket.remoteAddress ?? '')
    const ofAddress = open.get(address) ?? 0
    if (all >= connections || (!oneAddressForAll && ofAddress >= connectionsPerAddress)) {
      socket.destroy()
      return
    }
    all += 1
    open.set(address, ofAddress + 1)
    socket.once('close', () => {
      all -= 1
      const rest = (open.get(address) ?? 1) - 1
      if (rest === 0) open.delete(address)
      else open.set(address, rest)
    })
  })
}

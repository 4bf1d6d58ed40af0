import type { Command } from 'commander'
import type { SessionView } from '../../api/schemas/access.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

async function list(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { sessions } = await api.request<{ sessions: SessionView[] }>('GET', '/v1/sessions')
    if (options.json) printJson({ sessions })
    else
      printTable(
        [
          { title: 'id' },
          { title: 'user' },
          { title: 'role' },
          { title: 'by' },
          { title: 'in' },
          { title: 'last used' },
          { title: 'ends' },
          { title: 'personal data until' },
        ],
        sessions.map((session) => [
          session.id,
          session.userId,
          session.role,
          session.method,
          session.agent,
          session.lastUsedAt,
          session.endsAt,
          session.personalUntil ?? '',
        ]),
      )
  } finally {
    await api.close()
  }
}

async function revoke(id: string, options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    await api.request('DELETE', `/v1/sessions/${encodeURIComponent(id)}`)
    if (options.json) printJson({ revoked: id })
    else process.stdout.write(`${id} has ended.\n`)
  } finally {
    await api.close()
  }
}

/** `attune sessions list|revoke` */
export function sessionsCommand(): Command {
  const sessions = command('sessions', 'who is signed in, and ending it')
  sessions.addCommand(command('list', 'open sessions of the workspace').action(action(list)))
  sessions.addCommand(command('revoke', 'end a session').argument('<id>', 'session_…').action(action(revoke)))
  return sessions
}

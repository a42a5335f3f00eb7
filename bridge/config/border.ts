import { isNamedBy, type Border } from '../../shared/mail/border.ts'

export interface BorderSettings {
  authservIds?: string[] | undefined
  relays?: string[] | undefined
  stripsForeign?: boolean | undefined
}

/** Microsoft's servers, and the only ones whose results need no name. */
const MICROSOFT_HOSTS = ['*.outlook.com', '*.office365.com']
const GMAIL_HOSTS = ['imap.gmail.com', 'imap.googlemail.com']

/**
 * Whose verdicts on senders count at a provider: what its configuration says, or what is known of the mail server's host.
 * `undefined`: nobody's. Mistakes go into `problems`, with their field below `field`.
 */
export function borderOf(
  settings: BorderSettings,
  context: { imapHost: string; field: string; problems: string[] },
): Border | undefined {
  const { authservIds, relays, stripsForeign } = settings
  const host = context.imapHost.toLowerCase()
  const report = (name: keyof BorderSettings, text: string): void => {
    context.problems.push(`${context.field}.${name}: ${text}`)
  }
  if (MICROSOFT_HOSTS.some((pattern) => isNamedBy(host, pattern))) {
    for (const name of ['authservIds', 'stripsForeign'] as const)
      if (settings[name] !== undefined)
        report(name, 'does not apply to Microsoft, whose results name no server; leave it out.')
    return { kind: 'unnamed', relays: relays ?? MICROSOFT_HOSTS }
  }
  if (authservIds) {
    if (!relays && stripsForeign !== true)
      report('authservIds', 'needs relays (the servers that write Received) or "stripsForeign": true.')
    return { kind: 'named', authservIds, relays: relays ?? [], stripsForeign: stripsForeign ?? false }
  }
  for (const name of ['relays', 'stripsForeign'] as const)
    if (settings[name] !== undefined) report(name, 'needs authservIds, the names in Authentication-Results.')
  // Gmail writes its field below its own border hop and removes incoming ones with its name.
  return GMAIL_HOSTS.includes(host)
    ? { kind: 'named', authservIds: ['mx.google.com'], relays: [], stripsForeign: true }
    : undefined
}

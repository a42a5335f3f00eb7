/** The people of the demo. Their mailboxes, their sign-in pages and the tests name them from here. */

export interface DemoUser {
  /** The address: what the user signs in as, and `user=` of XOAUTH2. */
  readonly username: string
  /** Display name. */
  readonly name: string
  /** Microsoft's object id, and `sub` of the OpenID provider: it never changes, an address may. */
  readonly oid: string
  /** Other addresses of the same mailbox. */
  readonly aliases?: readonly string[]
}

/** A mailbox that nobody signs in as. */
export interface SharedMailbox {
  readonly username: string
  readonly name: string
  /** Who opens it, and sends as it, with a sign-in of their own. */
  readonly delegates: readonly DemoUser[]
}

export const giulia: DemoUser = {
  username: 'giulia.moretti@ponte.example',
  name: 'Giulia Moretti',
  oid: '6f1a4c1e-2f0b-4b7e-9a55-0c1d5f3e7a01',
  aliases: ['giulia@ponte.example'],
}

export const marco: DemoUser = {
  username: 'marco.bellini@ponte.example',
  name: 'Marco Bellini',
  oid: '6f1a4c1e-2f0b-4b7e-9a55-0c1d5f3e7a02',
}

export const hana: DemoUser = {
  username: 'hana.sato@ponte.example',
  name: 'Hana Sato',
  oid: '6f1a4c1e-2f0b-4b7e-9a55-0c1d5f3e7a03',
}

export const demoUsers: readonly DemoUser[] = [giulia, marco, hana]

export const team: SharedMailbox = {
  username: 'team@ponte.example',
  name: 'Team Ponte',
  delegates: [giulia, marco],
}

export const sharedMailboxes: readonly SharedMailbox[] = [team]

/** The mailbox that somebody's token opens under this address, if it is theirs or shared with them. */
export function mailboxFor(
  signedIn: string,
  address: string,
): { mailbox: string; isShared: boolean } | undefined {
  const same = (one: string): boolean => one.toLowerCase() === address.toLowerCase()
  const person = demoUsers.find(({ username }) => username.toLowerCase() === signedIn.toLowerCase())
  if (!person) return undefined
  if ([person.username, ...(person.aliases ?? [])].some(same))
    return { mailbox: person.username, isShared: false }
  const shared = sharedMailboxes.find(
    ({ username, delegates }) => same(username) && delegates.includes(person),
  )
  return shared && { mailbox: shared.username, isShared: true }
}

/** The people of the demo. Their mailboxes, their sign-in pages and the tests name them from here. */

export interface DemoUser {
  /** The address: what the user signs in as, and `user=` of XOAUTH2. */
  readonly username: string
  /** Display name. */
  readonly name: string
  /** Microsoft's object id, and `sub` of the OpenID provider: it never changes, an address may. */
  readonly oid: string
}

export const giulia: DemoUser = {
  username: 'giulia.moretti@ponte.example',
  name: 'Giulia Moretti',
  oid: '6f1a4c1e-2f0b-4b7e-9a55-0c1d5f3e7a01',
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

/** The little of addresses that is needed before the first rows: see mailLink.ts for the rest. */
export const MAIL = '/mail'

/** The same on every device, and no secret. */
export interface LinkAccount {
  providerId: string
  /** The mailbox: the name signed in with, or the address of another mailbox that was opened with it. */
  user: string
}

/** Of a person who is signed in. */
export function linkAccount(
  account: LinkAccount & { mailbox?: { address: string } | undefined },
): LinkAccount {
  const { providerId, user, mailbox } = account
  return { providerId, user: mailbox?.address ?? user }
}

/** One part of a path or query: nothing in it ends the part. Lone surrogates have no encoding. */
export function encodePart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%40', '@')
}

export function formatAccount({ providerId, user }: LinkAccount): string {
  return `${encodePart(providerId)}:${encodePart(user)}`
}

/** Whether the page opens where it opens without an address. */
export function isOwnInbox(fullPath: string, account: LinkAccount): boolean {
  return fullPath === MAIL || fullPath === `${MAIL}/${formatAccount(account)}/INBOX`
}

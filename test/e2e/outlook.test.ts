import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BehaviourName } from '../../demo/behaviours.ts'
import { WHOLE } from '../support/whole.ts'
import { Outlook, passes, refused, unnoticed } from './support/outlook.ts'

/**
 * What Outlook does beyond the standard, each by its switch, and what a person reads of it: a row for each, as in
 * docs/outlook.md. Shared mailboxes have tests of their own.
 */

type Elsewhere = 'sharedMailboxRefused' | 'smtpSharedSignIn' | 'smtpSharedSentCopy'
type Here = Exclude<BehaviourName, Elsewhere>

let outlook: Outlook

beforeAll(async () => {
  outlook = await Outlook.start()
})
afterAll(() => outlook?.stop())

type Row = (name: BehaviourName) => Promise<void>

const nothing: Row = (name) => unnoticed(outlook, name)

const refusal =
  (title: string, advice: RegExp): Row =>
  (name) =>
    refused(outlook, { name, title, advice })

const passing =
  (words: RegExp): Row =>
  (name) =>
    passes(outlook, { name, words })

/** Every folder is known for what it is, and Archive leads there. */
async function foldersByWhatTheyAre(): Promise<void> {
  const { folders, list, toasts } = outlook.ui
  const row = await outlook.arrive('To be archived')
  await outlook.page.reload()
  for (const name of [/^Drafts/, /^Sent/, /^Archive/, /^Junk/, /^Deleted/])
    await folders.item(name).first().waitFor()
  await row.click()
  await outlook.page.keyboard.press('e')
  await toasts.saying('Moved to Archive').first().waitFor()
  await toasts.undo.first().click()
  await list.row('To be archived').first().waitFor()
  outlook.behave()
  await outlook.page.reload()
  await list.row('To be archived').first().waitFor()
}

/** Archive is refused: the words, and the message where it was. */
async function staysWhereItWas(name: BehaviourName): Promise<void> {
  const { list } = outlook.ui
  await (await outlook.arrive(`Stays through ${name}`)).click()
  await outlook.page.keyboard.press('e')
  const said = outlook.ui.toasts.saying(/The message stays where it was\./).first()
  await said.waitFor()
  await outlook.picture(name, said)
  await list.row(`Stays through ${name}`).first().waitFor()
}

async function notCopied(name: BehaviourName): Promise<void> {
  const { list, toasts } = outlook.ui
  const row = await outlook.arrive('To be copied')
  await row.click({ button: 'right' })
  await outlook.page.getByRole('menuitem', { name: 'Copy', exact: true }).click()
  const places = outlook.page.getByRole('dialog', { name: 'Copy to' })
  await places.getByRole('combobox').fill('arch')
  await outlook.page.keyboard.press('Enter')
  const said = toasts.saying(/It could not be copied\./).first()
  await said.waitFor()
  await outlook.picture(name, said)
  await list.row('To be copied').first().waitFor()
}

async function foundAgain(): Promise<void> {
  const { list, toasts } = outlook.ui
  const row = await outlook.arrive('Comes back')
  await row.click()
  await outlook.page.keyboard.press('e')
  await row.waitFor({ state: 'detached' })
  await toasts.undo.last().click()
  await list.row('Comes back').first().waitFor()
}

async function otherFolders(): Promise<void> {
  outlook.reconnect()
  await outlook.page.reload()
  for (const name of [/^Invoices/, /^Archive/]) await outlook.ui.folders.item(name).waitFor()
}

/** A countdown in the footer, nothing to press beside it, and the folder when it is over. */
async function waits(name: BehaviourName): Promise<void> {
  const { folders, list, statusLine } = outlook.ui
  outlook.behave(`${name}:4000`)
  // The forty commands it takes first are gone.
  Object.assign(outlook.product.demo.imap.quirks.throttle ?? {}, { afterCommands: 0 })
  await folders.item(/^Archive/).click()
  const words = name === 'throttled' ? /^The mail server asks to wait: 0:0\d$/ : /asks to wait|again in/
  await statusLine.getByText(words).first().waitFor()
  await outlook.picture(name, statusLine)
  expect(await outlook.page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  outlook.behave()
  await outlook.page.getByRole('heading', { name: 'Archive', level: 1 }).waitFor()
  await list.rows.first().waitFor()
}

async function away(name: BehaviourName): Promise<void> {
  const { statusLine } = outlook.ui
  outlook.behave('serverUnavailable:1000')
  outlook.reconnect()
  await statusLine
    .getByText(/^The mailbox is away for a moment/)
    .first()
    .waitFor()
  const banner = outlook.page.getByRole('status').filter({ hasText: 'cannot open the mailbox just now' })
  await banner.first().waitFor()
  await outlook.picture(name, banner.first())
  expect(await outlook.page.getByText('did not accept').count()).toBe(0)
  outlook.behave()
  await outlook.isConnected()
}

async function notConnected(name: BehaviourName): Promise<void> {
  outlook.reconnect()
  await outlook.ui.folders.item(/^Archive/).click()
  const banner = outlook.page
    .getByRole('status')
    .filter({ hasText: 'the mailbox cannot be opened over IMAP' })
  await banner.getByText('IMAP is switched off for this mailbox', { exact: false }).waitFor()
  await banner.getByText('Forwarding and IMAP', { exact: false }).waitFor()
  await banner.getByRole('button', { name: 'Use another account' }).waitFor()
  await outlook.picture(name, banner)
  outlook.behave()
  await outlook.page.reload()
  await outlook.isConnected()
}

/** Opens a message whose row is here, and whose text nobody has read ahead. */
async function withheld(name: BehaviourName, at: number): Promise<{ row: Locator; alert: Locator }> {
  const { list, message } = outlook.ui
  outlook.behave()
  await list.scrollTo((at - 8) * 76)
  const row = list.place(at)
  await row.locator('.subject').waitFor()
  outlook.behave(name)
  // Not every third one alone: whichever this is.
  outlook.product.demo.imap.quirks.unretrievable = () => true
  await row.click()
  const alert = message.pane.getByRole('alert')
  await alert.getByText('does not hand this message out', { exact: false }).waitFor()
  await outlook.picture(name, alert)
  return { row, alert }
}

const ROWS = {
  idle: nothing,
  noSaslIr: nothing,
  slow: nothing,
  silentTokenExpiry: nothing,
  imap4rev2: nothing,
  wrongSize: nothing,
  bodystructureDefects: nothing,
  nilBody: nothing,
  bareInline: nothing,
  strayDescription: nothing,
  connectionLimit: nothing,
  workFolderNames: foldersByWhatTheyAre,
  localisedFolderNames: foldersByWhatTheyAre,
  controlCharacterFolder: otherFolders,
  emptyCopyuid: foundAgain,
  moveFails: staysWhereItWas,
  copyFails: notCopied,
  unretrievable: async (name) => {
    const { row, alert } = await withheld(name, 48)
    await alert.getByRole('button', { name: 'Try another way' }).click()
    await alert.getByRole('button', { name: 'Try another way' }).waitFor({ state: 'detached' })
    await alert.getByText('Open it in the mail service’s own app', { exact: false }).waitFor()
    await row.click({ button: 'right' })
    await outlook.page.getByRole('menuitem', { name: 'Copy', exact: true }).waitFor()
    expect(await outlook.page.getByRole('menuitem', { name: 'Open in another way' }).count()).toBe(0)
    await outlook.page.keyboard.press('Escape')
  },
  unretrievablePeek: async (name) => {
    const { row, alert } = await withheld(name, 70)
    // In the list's menu as well as beside the words.
    await alert.getByRole('button', { name: 'Try another way' }).waitFor()
    await row.click({ button: 'right' })
    await outlook.page.getByRole('menuitem', { name: 'Open in another way' }).click()
    await outlook.ui.message.body.getByText('could not be converted').waitFor()
    await alert.waitFor({ state: 'detached' })
  },

  smtpAuthDisabled: refusal('Sending is switched off for this mailbox', /Set-CASMailbox -Identity \S+ -Smtp/),
  smtpAuthDisabledMailbox: refusal('Sending is switched off for this mailbox', /aka\.ms/),
  smtpAuthRefused: refusal('The mail server does not let you send', /sign in with your own account/),
  smtpAuthUnsupported: refusal('takes other ways of signing in for sending', /The draft waits here/),
  smtpSendAsDenied: refusal('You may not send from this address', /an administrator can grant “Send as”/),
  smtpSendAsDeniedLate: refusal('You may not send from this address', /Choose an address of your own/),
  smtpBlockedSender: refusal('This account is blocked from sending', /must unblock the account/),
  smtpSpamDetected: refusal('This account is blocked from sending', /must unblock the account/),
  smtpUnregisteredDomain: refusal('This account is blocked from sending', /must unblock the account/),
  smtpSizeAnnounced: refusal('too large for the mail server', /the server takes \d/),
  smtpTooLarge: refusal('too large for the mail server', /The message has \d/),
  smtpSenderRefused: refusal('does not take this sender', /whoever runs the mail server/),
  smtpRecipientRefused: refusal('does not take the recipients', /Check the addresses/),
  smtpMessageRefused: refusal('does not take this message', /Change it and send it again/),
  smtpServiceRefused: refusal('does not serve this host', /The draft waits here/),

  smtpTooManyConnections: passing(/Not sent yet\. The mail server is busy/),
  smtpUnavailable: passing(/Not sent yet\. The mail server is busy/),
  smtpMailboxFull: passing(/Not sent yet\. The mail server is busy/),
  smtpTooManyRecipients: passing(/Not sent yet\. The mail server is busy/),
  smtpRateLimited: passing(/Not sent yet\. Too many messages in a short time/),
  smtpDailyLimit: passing(/Not sent yet\. Too many messages in a short time/),
  smtpCutAtConnect: passing(/Not sent yet\./),
  smtpCutAtAuth: passing(/Not sent yet\./),
  smtpCutAtMail: passing(/Not sent yet\./),
  smtpCutAtRcpt: passing(/Not sent yet\./),
  smtpCutAtDot: async (name) => {
    const before = outlook.sentCount
    await outlook.write('Perhaps')
    const { composer } = outlook.ui
    await composer.form.getByText('The message may have been sent.').waitFor()
    // Outlook files what it sends: Sent tells, and is looked in at once.
    await composer.form.getByText('It is not in Sent, or not yet.').waitFor()
    await outlook.picture(name, composer.form.getByRole('alert'))
    outlook.behave()
    await composer.form.getByRole('button', { name: 'Send again anyway' }).first().click()
    await composer.sendNow()
    await composer.form.waitFor({ state: 'detached' })
    await expect.poll(() => outlook.sentCount).toBe(before + 1)
  },
  smtpCutAfterDot: async () => {
    const before = outlook.sentCount
    await outlook.write('It was')
    // Found in Sent: sent, and never twice.
    await outlook.ui.composer.form.waitFor({ state: 'detached' })
    await outlook.sending.waitFor({ state: 'detached' })
    expect(outlook.sentCount).toBe(before + 1)
  },

  throttled: waits,
  throttledBye: waits,
  serverUnavailable: away,
  notConnected,
} satisfies Record<Here, Row>

/** Met by the same part of Ponte, in the same words, as a row above. */
const ALIKE: readonly BehaviourName[] = [
  'noSaslIr',
  'slow',
  'imap4rev2',
  'bodystructureDefects',
  'bareInline',
  'strayDescription',
  'localisedFolderNames',
  'smtpAuthDisabledMailbox',
  'smtpSendAsDeniedLate',
  'smtpSpamDetected',
  'smtpUnregisteredDomain',
  'smtpTooLarge',
  'smtpUnavailable',
  'smtpMailboxFull',
  'smtpTooManyRecipients',
  'smtpDailyLimit',
  'smtpCutAtAuth',
  'smtpCutAtRcpt',
  'throttledBye',
]

it.each((Object.keys(ROWS) as Here[]).filter((name) => WHOLE || !ALIKE.includes(name)))(
  '%s',
  async (name) => {
    outlook.behave(USUAL[name] ?? name)
    try {
      await ROWS[name](name)
    } finally {
      outlook.behave()
    }
    await outlook.isConnected()
    await outlook.toInbox()
  },
)

/** Where what is usual would be long, or too much for the message here. */
const USUAL: Partial<Record<BehaviourName, `${BehaviourName}:${number}`>> = {
  slow: 'slow:100',
  smtpSizeAnnounced: 'smtpSizeAnnounced:100',
  smtpTooLarge: 'smtpTooLarge:100',
  serverUnavailable: 'serverUnavailable:1000',
}

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../bridge/log.ts'
import { startServer } from '../../bridge/http/server.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { CLIENT_ID, signInThroughProvider, startApp, type App } from '../support/app.ts'
import { dovecotProvider } from '../support/bridge.ts'
import { makeCa } from '../support/ca.ts'
import type { OpenPage } from '../support/chromium.ts'
import { pasted } from '../support/clipboard.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE, inShort } from '../support/whole.ts'
import { connectionsOf, letter, markReady } from './support/live.ts'

const PAGE_FOLDER = new URL('../../dist/web', import.meta.url).pathname

let app: App
let opened: OpenPage

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc', 'microsoft', 'password'] })
  for (const { username, name } of [giulia, marco])
    app.dovecot.append(username, 'INBOX', letter(`For ${name}`))
})
afterAll(() => app.stop())
beforeEach(async () => {
  app.microsoft.switches.consent = 'granted'
  opened = await app.pages.take()
  await opened.page.goto(app.url)
})
afterEach(() => opened.close())

const button = (name: string | RegExp) => opened.page.getByRole('button', { name, exact: true })
const alert = () => opened.page.getByRole('alert')
const arrived = () =>
  opened.page.waitForURL((url) => url.hash.startsWith('#/mail/') && url.hash.endsWith('/INBOX'))
const stored = () => opened.page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))

async function signInWithPassword(password: string): Promise<void> {
  await mailPage(opened.page).signIn.address.fill(giulia.username)
  await mailPage(opened.page).signIn.password.fill(password)
  await button('Sign in').click()
}

describe.each([
  ['an OpenID provider', 'Sign in with Work'],
  ['Microsoft', 'Sign in with Microsoft'],
])('%s', (_, name) => {
  /** What is ours, and the same with both. */
  const onOne = name.endsWith('Microsoft') || WHOLE ? test : test.skip

  test('signs in by redirect; a reload goes on without the provider; nothing outlives the tab', async () => {
    await signInThroughProvider(opened.page, { user: giulia, button: name })
    await arrived()
    const visited: string[] = []
    opened.page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).origin))
    await opened.page.reload()
    await expect.poll(() => app.dovecot.log().match(/Logged in|Login: user/g)?.length ?? 0).toBeGreaterThan(1)
    expect(new Set(visited)).toEqual(new Set([new URL(app.url).origin]))
    expect(await opened.page.evaluate(() => localStorage.length)).toBe(0)
    expect(new URL(opened.page.url()).search).toBe('')
    opened.expectQuiet()
  })

  test('a token that is gone is had again in a hidden frame, through the redirect-bridge page', async () => {
    await signInThroughProvider(opened.page, { user: giulia, button: name })
    await arrived()
    await opened.page.evaluate(() => {
      for (const key of Object.keys(sessionStorage))
        if (/accesstoken|refreshtoken/.test(key)) sessionStorage.removeItem(key)
    })
    const bridged = opened.page.waitForRequest((request) => request.url().includes('/redirect.html'))
    await opened.page.reload()
    await bridged
    await expect.poll(stored).toMatch(/accesstoken/)
    opened.expectQuiet()
  })

  onOne('a sign-in that ended meanwhile is renewed in a small window; the page stays as it is', async () => {
    await signInThroughProvider(opened.page, { user: giulia, button: name })
    await arrived()
    await mailPage(opened.page).folders.item('Inbox').waitFor()
    await opened.page.evaluate(() => {
      Object.assign(window, { untouched: true })
      for (const key of Object.keys(sessionStorage))
        if (/accesstoken|refreshtoken/.test(key)) sessionStorage.removeItem(key)
    })
    await opened.page.context().clearCookies()
    app.dovecot.kick(giulia.username)
    const small = opened.page.waitForEvent('popup')
    await button('Sign in again').click()
    await (await small).getByRole('button', { name: /Giulia/ }).click()
    await markReady(opened.page)
    await expect.poll(() => alert().count()).toBe(0)
    expect(await opened.page.evaluate(() => 'untouched' in window)).toBe(true)
    expect(await stored()).toMatch(/accesstoken/)
  })

  onOne('signing out logs out, wipes what the tab keeps, and a reload stays signed out', async () => {
    await signInThroughProvider(opened.page, { user: giulia, button: name })
    await arrived()
    expect(await stored()).toMatch(/accesstoken/)
    await button('Account').click()
    await mailPage(opened.page).account.item('Sign out').click()
    await button(name).waitFor()
    expect(await stored()).toBe('[{},{}]')
    expect(await opened.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
    const endSession = opened.page.getByRole('link', { name: /^Sign out of .* too$/ })
    await endSession.waitFor()
    await opened.page.reload()
    await button(name).waitFor()
    expect(opened.page.url()).toBe(`${app.url}#/`)
    expect(await endSession.count()).toBe(0)
    opened.expectQuiet()
  })

  onOne('signing out at the provider too is offered, and then nobody is signed in there', async () => {
    await signInThroughProvider(opened.page, { user: giulia, button: name })
    await arrived()
    await mailPage(opened.page).account.signOut()
    await opened.page.getByText('You have signed out').waitFor()
    await opened.page.getByRole('link', { name: /^Sign out of .* too$/ }).click()
    if (name.includes('Microsoft')) await button(name).waitFor()
    else await opened.page.waitForURL((url) => url.origin !== new URL(app.url).origin)
    opened.expectQuiet()
  })

  onOne('an address with a returnTo brings nobody anywhere else', async () => {
    await opened.page.goto(`${app.url}?returnTo=//evil.example#/mail?returnTo=//evil.example`)
    await signInThroughProvider(opened.page, { user: giulia, button: name })
    await arrived()
    expect(opened.page.url()).toMatch(new RegExp(`^${app.url}#/mail/[^/?]+/INBOX$`))
    expect(opened.complaints.external).toEqual([])
  })
})

describe.each(
  inShort(1, [
    ['Microsoft', 'Sign in with Microsoft'],
    ['an OpenID provider', 'Sign in with Work'],
  ] as const),
)('two people in one tab: %s', (_, name) => {
  const forgetTokens = () =>
    opened.page.evaluate(() => {
      for (const key of Object.keys(sessionStorage))
        if (/accesstoken/.test(key)) sessionStorage.removeItem(key)
    })

  test.each([
    { first: giulia, second: marco },
    { first: marco, second: giulia },
  ])(
    'after $first.name was refused, $second.name’s tab opens no other mailbox without a token',
    async ({ first, second }) => {
      const { page } = opened
      await expect.poll(() => connectionsOf(app, first)).toBe(0)
      app.faults.setFault({ kind: 'refuse' })
      await signInThroughProvider(page, { user: first, button: name })
      await alert().waitFor()
      app.faults.setFault(undefined)
      await page.context().clearCookies()
      await signInThroughProvider(page, { user: second, button: name })
      await mailPage(page).list.row(`For ${second.name}`).waitFor()
      expect(await stored()).not.toContain(first.oid)
      await forgetTokens()
      await page.reload()
      await markReady(page)
      await mailPage(page).list.row(`For ${second.name}`).waitFor()
      expect(await mailPage(page).list.row(`For ${first.name}`).count()).toBe(0)
      expect(connectionsOf(app, first)).toBe(0)
      expect(connectionsOf(app, second)).toBeGreaterThan(0)
    },
  )

  test('somebody else in the small window is refused, and leaves nothing', async () => {
    const { page } = opened
    await expect.poll(() => connectionsOf(app, marco)).toBe(0)
    await signInThroughProvider(page, { user: giulia, button: name })
    await mailPage(page).list.row(`For ${giulia.name}`).waitFor()
    await page.evaluate(() => {
      for (const key of Object.keys(sessionStorage))
        if (/accesstoken|refreshtoken/.test(key)) sessionStorage.removeItem(key)
    })
    await page.context().clearCookies()
    app.dovecot.kick(giulia.username)
    const small = page.waitForEvent('popup')
    await button('Sign in again').click()
    await (await small).getByRole('button', { name: /Marco/ }).click()
    await page.getByText('This sign-in is somebody else’s', { exact: true }).waitFor()
    expect(await stored()).not.toContain(marco.oid)
    expect(connectionsOf(app, marco)).toBe(0)
    expect(await mailPage(page).list.row(`For ${marco.name}`).count()).toBe(0)
  })
})

describe('a failed sign-in', () => {
  test('identity: Microsoft’s own words, and the way on', async () => {
    app.microsoft.switches.consent = 'admin'
    await signInThroughProvider(opened.page, { user: giulia, button: 'Sign in with Microsoft' })
    await opened.page.getByText('without granting consent').click()
    await alert().waitFor()
    expect(await alert().innerText()).toMatch(/identity[\s\S]*AADSTS\d+/)
    // For the administrator, to copy or to send, with this host's own values.
    const link = await alert().getByText('/adminconsent?').innerText()
    expect(Object.fromEntries(new URL(link).searchParams)).toMatchObject({
      client_id: CLIENT_ID,
      redirect_uri: app.url,
    })
    const letter = await alert().getByRole('link', { name: 'Send it by mail' }).getAttribute('href')
    expect(new URL(letter ?? '').searchParams.get('body')).toContain(link)
    expect(new URL(opened.page.url()).search).toBe('')
    app.microsoft.switches.consent = 'granted'
    await button('Sign in again').click()
    await opened.page.getByRole('button', { name: /Giulia/ }).click()
    await arrived()
  })

  test('AUTHENTICATE: a wrong password; it is kept nowhere, and a reload asks again', async () => {
    await signInWithPassword('wrong horse')
    await alert().waitFor()
    expect(await alert().innerText()).toMatch(/AUTHENTICATE[\s\S]*AUTHENTICATIONFAILED/)
    expect(await mailPage(opened.page).signIn.address.inputValue()).toBe(giulia.username)
    await signInWithPassword(app.dovecot.password)
    await arrived()
    expect(await stored()).not.toContain(app.dovecot.password)
    await opened.page.reload()
    await button('Sign in').waitFor()
    expect(await mailPage(opened.page).signIn.address.inputValue()).toBe(giulia.username)
    expect(await mailPage(opened.page).signIn.password.inputValue()).toBe('')
    opened.expectQuiet()
  })

  test.each([
    ['network', 'connectionRefused', { imapPort: 1 }, /refuses connections/],
    ['TLS', 'certificateInvalid', {}, /could not prove who it is/],
  ])('%s: %s', async (step, _code, options, words) => {
    const stranger = { ...app.dovecot, ca: makeCa() }
    const server = await startServer({
      config: {
        listen: { host: '127.0.0.1', port: 0 },
        trustProxy: [],
        providers: [dovecotProvider(stranger, { kind: 'password', ...options })],
        demo: false,
      },
      pageFolder: PAGE_FOLDER,
      version: 'test',
      log: createLog('silent'),
    })
    try {
      await opened.page.goto(`http://localhost:${server.port}/`)
      await signInWithPassword('any')
      await alert().waitFor()
      expect(await alert().innerText()).toMatch(words)
      expect(await alert().innerText()).toMatch(new RegExp(`Where it failed\\s+${step}`))
    } finally {
      await server.close()
    }
  })
})

test('the guide shows this host’s own addresses, and checks the client ID', async () => {
  const server = await startServer({
    config: { listen: { host: '127.0.0.1', port: 0 }, trustProxy: [], providers: [], demo: false },
    pageFolder: PAGE_FOLDER,
    version: 'test',
    log: createLog('silent'),
  })
  try {
    const url = `http://localhost:${server.port}/`
    await opened.page.context().grantPermissions(['clipboard-write'])
    await opened.page.goto(url)
    // Not for people who come to sign in.
    expect(await button('Sign in with Microsoft').isVisible()).toBe(false)
    await opened.page.getByText('For whoever runs this host').click()
    await button('Sign in with Microsoft').click()
    await opened.page.getByText(`${url}redirect.html`, { exact: true }).waitFor()
    await button('Copy This page').click()
    expect(await pasted(opened.page)).toBe(url)
    const field = opened.page.getByLabel('Application (client) ID')
    await field.fill('my client')
    await opened.page.getByText('A client ID looks like').waitFor()
    await field.fill('{0A1B2C3D-1111-4222-8333-444455556666}')
    await opened.page
      .getByText(
        `PORT=${new URL(url).port} PONTE_MICROSOFT_CLIENT_ID=0a1b2c3d-1111-4222-8333-444455556666 npm start`,
        { exact: true },
      )
      .waitFor()
    opened.expectQuiet()
  } finally {
    await server.close()
  }
})

test('a page without settings says what its host must look at', async () => {
  await opened.page.route('**/config.json', (route) => route.fulfill({ status: 404 }))
  await opened.page.goto(app.url)
  await opened.page.reload()
  expect(await alert().innerText()).toMatch(/config\.json answers 404/)
})

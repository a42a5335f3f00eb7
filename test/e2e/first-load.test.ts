import { afterAll, beforeAll, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { measureFirstLoad, totalBytes } from '../bench/firstLoad.ts'
import { startApp, type App } from '../support/app.ts'

/** In bytes as sent: no more than it is. The promise is 200 kB with all that is to come. */
const MOST = 185_000

let app: App
beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  app.dovecot.append(giulia.username, 'INBOX', 'Subject: One\r\nFrom: anna@ponte.example\r\n\r\nOne.\r\n')
})
afterAll(() => app.stop())

it('a signed-in tab lists mail for at most 185 kB', async () => {
  const opened = await app.signIn()
  await opened.page.getByRole('option', { name: 'One' }).waitFor()
  const files = await measureFirstLoad(opened.page)
  expect(totalBytes(files), JSON.stringify(files, null, 1)).toBeLessThanOrEqual(MOST)
  // The commands' definitions are types here: no schema of valibot, which marks each with this name, is among the scripts.
  const scripts = files.filter(({ path }) => path.endsWith('.js'))
  expect(scripts).not.toEqual([])
  for (const { path } of scripts)
    expect(await (await fetch(new URL(path, app.url))).text(), path).not.toContain('~standard')
  opened.expectQuiet()
  await opened.close()
})

import type { Page } from 'playwright-core'
import { account, settings } from './account.ts'
import { composer } from './composer.ts'
import { folders } from './folders.ts'
import { message } from './message.ts'
import { messageList } from './messageList.ts'
import { search } from './search.ts'
import { signIn } from './signIn.ts'
import { toasts } from './toasts.ts'

/**
 * The page by the names it answers to, in English. A test says what it does to the page; how that is found stands
 * here alone. Nothing is looked for before it is used, so that this is made anew wherever it is needed.
 */
export function mailPage(page: Page) {
  const list = messageList(page)
  const opened = message(page)
  return {
    folders: folders(page),
    list,
    message: opened,
    /** Opens the message of this subject by a click on its row. */
    async open(subject: string): Promise<void> {
      await list.row(subject).first().click()
      await opened.heading(subject).waitFor()
    },
    composer: composer(page),
    search: search(page),
    account: account(page),
    settings: settings(page),
    signIn: signIn(page),
    statusLine: page.getByRole('contentinfo'),
    toasts: toasts(page),
  }
}

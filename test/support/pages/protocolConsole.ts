import type { Locator, Page } from 'playwright-core'
import { account } from './account.ts'

/** The region "Protocol console" below the mail. */
export function protocolConsole(page: Page) {
  const region = page.getByRole('region', { name: 'Protocol console' })
  const result = region.getByRole('region', { name: 'Result' })
  const form = region.getByRole('form', { name: 'Run a command' })
  return {
    region,
    form,
    result,
    entries: region.getByRole('list', { name: 'What passed' }).getByRole('listitem'),
    details: region.getByRole('region', { name: 'Details' }),
    tab: (name: string): Locator => region.getByRole('tab', { name }),
    async open(): Promise<void> {
      await account(page).button.click()
      await account(page).item('Protocol console').click()
      await region.waitFor()
    },
    /** Runs a command with these arguments, or with those that the form begins with. @returns what the answer says */
    async run(command: string, args?: object): Promise<string> {
      const json = form.getByRole('switch', { name: 'As JSON' })
      const choice = form.getByRole('combobox', { name: 'Command' })
      // Chosen anew, so that no answer from before stands there.
      await choice.selectOption(command === 'noop' ? 'id' : 'noop')
      await choice.selectOption(command)
      await result.getByText('The answer comes here.').waitFor()
      await json.setChecked(args !== undefined)
      if (args) await form.getByRole('textbox', { name: 'Arguments' }).fill(JSON.stringify(args))
      await form.getByRole('button', { name: `Run ${command}` }).click()
      const question = page.getByRole('dialog', { name: `Run ${command}?` })
      const answer = result.getByText(/^(?:Done|Refused)\./)
      await question.or(answer).waitFor()
      if (await question.isVisible()) {
        await question.getByRole('button', { name: `Run ${command}` }).click()
        await answer.waitFor()
      }
      return result.innerText()
    },
  }
}

import { round } from './figures.ts'
import { CONVERSATION } from './mail.ts'
import { comesTrue, press, untilSeen, written, type Seen } from './inPage.ts'
import { quiet, synced, type World } from './world.ts'

export interface Flagged {
  /** Ten presses of `s` on one message, as fast as the screen follows: the slowest, in milliseconds, and commands at the server. */
  slowest: number
  toggleCommands: string[]
  /** A hundred unread messages, chosen and marked read: until painted, and commands. */
  marked: Seen
  markCommands: string[]
}

const TOGGLES = 10
const MANY = 100

export async function measureFlagging(world: World): Promise<Flagged> {
  const { app, user, messages } = world
  const newest = `${messages - MANY}:*`
  app.dovecot.doveadm('flags', 'remove', '-u', user, '\\Seen', 'mailbox', 'INBOX', 'uid', newest)
  const opened = await world.signIn()
  const { page } = opened
  await synced(world, page)
  // The list is arranged behind that, and rows are counted below.
  await comesTrue(page, `window.bench.store('messages').arranged`)
  await quiet(app, 1_500)

  await page.evaluate('window.bench.row(1).click()')
  await quiet(app)
  app.tap.reset()
  const stars = `document.querySelector('[role=option].open').querySelectorAll('.star').length`
  const times: number[] = []
  for (let at = 0; at < TOGGLES; at++) {
    const before = await page.evaluate<number>(stars)
    times.push((await untilSeen(page, { act: press('s'), shown: `${stars} !== ${before}` })).painted)
  }
  await quiet(app)
  const toggleCommands = stores(app.tap.commands())
  const starred = (await page.evaluate<number>(stars)) > 0
  const uid = await page.evaluate<number>(`window.bench.store('messages').selectedUid`)
  const found = app.dovecot
    .doveadm('search', '-u', user, 'mailbox', 'INBOX', 'uid', String(uid), 'flagged')
    .trim()
  if ((found !== '') !== starred) throw new Error('flagging: the screen does not show what the server has')

  await page.keyboard.press('Escape')
  const click = (place: number, shift: boolean): string =>
    `window.bench.row(${place}).dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: ${shift}, ctrlKey: ${!shift} }))`
  await page.evaluate(click(2, false))
  await page.evaluate(`{
    const list = document.querySelector('[role=listbox]')
    list.scrollTop = ${MANY - 4} * document.querySelector('[role=option]').clientHeight
  }`)
  await comesTrue(page, written(MANY + 1, '.subject'))
  await page.evaluate(click(MANY + 1, true))
  await comesTrue(page, `window.bench.store('selection').count === ${MANY}`)
  await quiet(app)
  app.tap.reset()
  const marked = await untilSeen(page, {
    act: `document.querySelector('[role=listbox]').dispatchEvent(new KeyboardEvent('keydown', { key: 'I', shiftKey: true, bubbles: true, cancelable: true }))`,
    shown: `document.querySelectorAll('[role=option].chosen').length > 0 && document.querySelectorAll('[role=option].chosen .row.unread').length === 0`,
  })
  await quiet(app)
  const markCommands = stores(app.tap.commands())
  // All but the conversation that is open.
  const others = `${messages - MANY}:${messages - CONVERSATION}`
  const unread = app.dovecot.doveadm('search', '-u', user, 'mailbox', 'INBOX', 'unseen', 'uid', others).trim()
  if (unread.split('\n').length > 1)
    throw new Error(`marking read: the server has ${unread.split('\n').length} unread`)
  await opened.close()
  return {
    slowest: round(Math.max(...times)),
    toggleCommands,
    marked: { there: round(marked.there), painted: round(marked.painted) },
    markCommands,
  }
}

const stores = (commands: readonly string[]): string[] => commands.filter((line) => /STORE/.test(line))

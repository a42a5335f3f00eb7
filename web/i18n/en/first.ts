import { actions } from './actions.ts'
import { common } from './common.ts'
import { list } from './list.ts'
import { live } from './live.ts'
import { mail } from './mail.ts'
import { problems } from './problems.ts'
import { reading } from './reading.ts'
import { shell } from './shell.ts'
import { signIn } from './signIn.ts'

/** What the first look at mail shows, or a failure at any time: the page may be offline then. The others come late. */
export const first = {
  actions,
  common,
  list,
  live,
  mail,
  problems,
  reading,
  shell,
  signIn,
}

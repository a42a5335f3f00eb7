import type { FirstMessages } from '../messages.ts'
import { actions } from './actions.ts'
import { common } from './common.ts'
import { list } from './list.ts'
import { live } from './live.ts'
import { mail } from './mail.ts'
import { problems } from './problems.ts'
import { reading } from './reading.ts'
import { shell } from './shell.ts'
import { signIn } from './signIn.ts'

export const first: FirstMessages = {
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

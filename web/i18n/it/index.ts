import type { FirstMessages } from '../messages.ts'
import { actions } from './actions.ts'
import { common } from './common.ts'
import { guide } from './guide.ts'
import { list } from './list.ts'
import { live } from './live.ts'
import { mail } from './mail.ts'
import { problems } from './problems.ts'
import { reading } from './reading.ts'
import { refusals } from './refusals.ts'
import { shell } from './shell.ts'
import { signIn } from './signIn.ts'

export const it: FirstMessages = {
  actions,
  common,
  guide,
  list,
  live,
  mail,
  problems,
  reading,
  refusals,
  shell,
  signIn,
}

import type { Messages } from '../messages.ts'
import { common } from './common.ts'
import { guide } from './guide.ts'
import { mail } from './mail.ts'
import { problems } from './problems.ts'
import { shell } from './shell.ts'
import { signIn } from './signIn.ts'

export const it: Messages = { common, guide, mail, problems, shell, signIn }

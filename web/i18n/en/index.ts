import { common } from './common.ts'
import { guide } from './guide.ts'
import { mail } from './mail.ts'
import { problems } from './problems.ts'
import { shell } from './shell.ts'
import { signIn } from './signIn.ts'

export const en = { common, guide, mail, problems, shell, signIn }

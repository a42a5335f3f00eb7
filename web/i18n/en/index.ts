import { compose } from './compose.ts'
import { first } from './first.ts'
import { guide } from './guide.ts'
import { opened } from './opened.ts'
import { refusals } from './refusals.ts'

export const en = { ...first, compose, guide, opened, refusals }

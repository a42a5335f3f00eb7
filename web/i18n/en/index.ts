import { compose } from './compose.ts'
import { first } from './first.ts'
import { guide } from './guide.ts'
import { refusals } from './refusals.ts'
import { transfer } from './transfer.ts'

export const en = { ...first, compose, guide, refusals, transfer }

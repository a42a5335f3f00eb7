import { backup } from './backup.ts'
import { compose } from './compose.ts'
import { console } from './console.ts'
import { doctor } from './doctor.ts'
import { first } from './first.ts'
import { guide } from './guide.ts'
import { hands } from './hands.ts'
import { labels } from './labels.ts'
import { links } from './links.ts'
import { mailboxes } from './mailboxes.ts'
import { missing } from './missing.ts'
import { opened } from './opened.ts'
import { refusals } from './refusals.ts'
import { transfer } from './transfer.ts'

export const en = {
  ...first,
  backup,
  compose,
  console,
  doctor,
  guide,
  hands,
  labels,
  links,
  mailboxes,
  missing,
  opened,
  refusals,
  transfer,
}

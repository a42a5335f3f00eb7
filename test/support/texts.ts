import { compose } from '../../web/i18n/en/compose.ts'
import { en as first } from '../../web/i18n/en/index.ts'
import { compose as comporre } from '../../web/i18n/it/compose.ts'
import { it as primi } from '../../web/i18n/it/index.ts'
import type { Messages } from '../../web/i18n/messages.ts'

/** All texts of the page, those that are loaded later among them. */
export const en = { ...first, compose } satisfies Messages
export const italian = { ...primi, compose: comporre } satisfies Messages

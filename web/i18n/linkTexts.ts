import { links as en } from './en/links.ts'
import { addTexts } from './index.ts'
import { links as it } from './it/links.ts'

addTexts({ en: { links: en }, it: { links: it } })

import { objectFrom, parseJson, type Fields } from '../kit/json.ts'
import {
  parseSettings,
  SETTINGS_VERSION,
  type PersonalSettings,
  type Settings,
  type SettingsStore,
} from '../kit/settings.ts'
import { MAX_SETTINGS_NAMES } from './limits.ts'
import { parseWriting, type WritingSettings, type WritingStore } from './writingSettings.ts'

/** Settings as a file, for another browser: one document of a type and a version. */

/**
 * Where each personal setting stands in the file: for everybody, for the account, or not at all, since it lists other
 * people's addresses.
 */
const PLACES = {
  conversations: 'personal',
  format: 'personal',
  pictures: 'personal',
  receipts: 'personal',
  collapsed: 'account',
  favourites: 'account',
  // Checked by the file that has its noun, whenever it is read.
  organising: 'account',
  senders: 'account',
  writing: 'account',
  pictureSenders: 'left out',
} as const satisfies Record<keyof PersonalSettings, 'personal' | 'account' | 'left out'>
const WRITING = {
  signatures: true,
  templates: true,
  forgotten: false,
} as const satisfies Record<keyof WritingSettings, boolean>

const TYPE = 'ponte-settings'
/** Account ids name people and hosts: the file has its own name for the one account it is of. */
const ACCOUNT = 'account'

/** The file's text. */
export function writeSettings({ view, personal }: Settings, accountId: string): string {
  const at = (place: string): string[] =>
    Object.entries(PLACES).flatMap(([key, where]) => (where === place ? [key] : []))
  const values: Fields = { ...personal }
  const ofAccount = at('account').map((key) => [key, (values[key] as Fields)[accountId]] as const)
  const { writing, ...account } = Object.fromEntries(ofAccount)
  return JSON.stringify(
    {
      type: TYPE,
      version: SETTINGS_VERSION,
      view,
      personal: Object.fromEntries(at('personal').map((key) => [key, values[key]])),
      account: { ...account, writing: kept(parseWriting(writing)) },
    },
    undefined,
    2,
  )
}

function kept(writing: WritingSettings): Partial<WritingSettings> {
  return Object.fromEntries(Object.entries(writing).filter(([key]) => WRITING[key as keyof WritingSettings]))
}

export type ReadSettings =
  | {
      kind: 'settings'
      view: Partial<Settings['view']>
      personal: Partial<PersonalSettings>
      writing: Partial<WritingSettings>
      /** What this page does not know, or not with that value, by its name in the file. */
      unknown: string[]
    }
  | { kind: 'problem'; problem: 'notSettings' | 'newer' }

/** Reads a file for an account. Everything is checked against its type; what fails is named, and stays as it is here. */
export function readSettings(text: string, accountId: string): ReadSettings {
  const file = objectFrom(parseJson(text))
  const { type, version } = file
  if (type !== TYPE || typeof version !== 'number') return { kind: 'problem', problem: 'notSettings' }
  if (version > SETTINGS_VERSION) return { kind: 'problem', problem: 'newer' }
  const [given, own] = [objectFrom(file['personal']), objectFrom(file['account'])]
  const byAccount = Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, { [accountId]: value }]),
  )
  const parsed = parseSettings(JSON.stringify({ view: file['view'], personal: { ...given, ...byAccount } }))
  const values: Fields = { ...parsed.personal }
  const placed = Object.entries(PLACES)
  const personal = Object.fromEntries(
    placed.flatMap(([key, place]) => (place === 'personal' ? [[key, values[key]]] : [])),
  )
  const account = Object.fromEntries(
    placed.flatMap(([key, place]) =>
      place === 'account' ? [[key, (values[key] as Fields)[accountId]]] : [],
    ),
  )
  const writing = kept(parseWriting(account['writing']))
  const read: Fields = {
    ...{ type, version, view: parsed.view, personal },
    account: { ...account, writing },
  }
  const unknown = [...namesOfUnknown(file, read)]
  const isTaken = (place: string, key: string): boolean =>
    Object.hasOwn(objectFrom(file[place]), key) && !unknown.includes(`${place}.${key}`)
  const taken = (place: string, fields: object): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => isTaken(place, key)))
  const { writing: hasWriting, ...others } = taken(ACCOUNT, account)
  return {
    kind: 'settings',
    view: taken('view', parsed.view),
    personal: {
      ...taken('personal', personal),
      ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, { [accountId]: value }])),
    },
    writing: hasWriting === undefined ? {} : writing,
    unknown: unknown.slice(0, MAX_SETTINGS_NAMES),
  }
}

/** What stands in a file and was not read from it. */
function* namesOfUnknown(given: unknown, read: unknown, name = ''): Generator<string> {
  if (typeof given === 'object' && given !== null && typeof read === 'object' && read !== null) {
    const same = Array.isArray(given) === Array.isArray(read)
    const shorter = Array.isArray(given) && Array.isArray(read) && given.length !== read.length
    if (!same || shorter) yield name
    else
      for (const [key, value] of Object.entries(given))
        yield* namesOfUnknown(value, (read as Fields)[key], name === '' ? key : `${name}.${key}`)
  } else if (given !== read && given !== null) yield name
}

/** Puts what was read in the place of what is here; what the file does not have stays. */
export function takeSettings(
  read: Extract<ReadSettings, { kind: 'settings' }>,
  { settings, writing }: { settings: SettingsStore; writing: WritingStore },
): void {
  const here: Fields = { ...settings.personal }
  // Those of other accounts stay.
  const personal = Object.entries(read.personal).map(([key, value]) =>
    PLACES[key as keyof PersonalSettings] === 'account'
      ? [key, { ...objectFrom(here[key]), ...objectFrom(value) }]
      : [key, value],
  )
  settings.change(read.view)
  settings.changePersonal(Object.fromEntries(personal) as Partial<PersonalSettings>)
  writing.change((now) => {
    const { signatures = {}, templates = [] } = read.writing
    const ids = new Set(templates.map(({ id }) => id))
    return {
      signatures: { ...now.signatures, ...signatures },
      templates: [...templates, ...now.templates.filter(({ id }) => !ids.has(id))],
    }
  })
}

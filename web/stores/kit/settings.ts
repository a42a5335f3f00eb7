import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { LOCALES, chooseLocale, setLocale, type Locale } from '../../i18n/index.ts'
import type { Sender } from '../../mime/senders.ts'
import { objectFrom, parseJson, type Fields } from './json.ts'
import type { Store } from './keyed.ts'
import { LIST_WIDTH, SIDE_WIDTH } from './limits.ts'

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export const DENSITIES = ['comfortable', 'compact'] as const
/** Where a message opens on a wide page: beside the list, or over it, as on a phone. */
export const READING_PLACES = ['beside', 'over'] as const
/** Remote pictures: never, when asked, or also by themselves from people who were allowed. */
export const PICTURE_RULES = ['never', 'ask', 'allowed'] as const
/** Read receipts that senders ask for: the reader is asked each time, or none is ever sent. */
export const RECEIPT_RULES = ['ask', 'never'] as const
/** For how many seconds a message can be called back. */
export const UNDO_SEND_SECONDS = [0, 5, 10, 20] as const
const FORMATS = ['rich', 'plain'] as const
/** What a finger drawn over a row of the list does. */
export const SWIPES = ['archive', 'delete', 'move', 'junk', 'flag', 'read', 'none'] as const
export const KEYMAPS = ['gmail', 'outlook'] as const
export type Keymap = (typeof KEYMAPS)[number]
export type Swipe = (typeof SWIPES)[number]
export type Theme = (typeof THEMES)[number]
export type Density = (typeof DENSITIES)[number]
export type ReadingPlace = (typeof READING_PLACES)[number]
export type Language = 'system' | Locale
type Format = (typeof FORMATS)[number]
export type PictureRule = (typeof PICTURE_RULES)[number]
export type ReceiptRule = (typeof RECEIPT_RULES)[number]

/** How the page looks and behaves in this browser. Contains nothing of anybody's mail, so it survives signing out. */
export interface ViewSettings {
  theme: Theme
  density: Density
  reading: ReadingPlace
  language: Language
  /** One of UNDO_SEND_SECONDS. */
  undoSendSeconds: number
  /** Whether this browser caches mail until signing out. */
  keepMail: boolean
  keymap: Keymap
  /** Keys given to commands, in place of the keymap's; the empty text takes the key away. */
  keys: Readonly<Partial<Record<string, string>>>
  /** By the way the finger goes, in the direction of reading. */
  swipes: { forwards: Swipe; backwards: Swipe }
  /** Whether links that are followed lose what tells the sender who follows them. */
  stripTracking: boolean
  /** Widths of the first two panes, in CSS pixels; undefined: as wide as suits the screen. */
  sideWidth: number | undefined
  listWidth: number | undefined
}

/** How this person reads and writes. Contains names of folders and addresses; signing out removes it. */
export interface PersonalSettings {
  /** The list shows conversations, not single messages. */
  conversations: boolean
  /** Format of the next new message. */
  format: Format
  /** Paths of collapsed folders, by account id. */
  collapsed: Readonly<Record<string, readonly string[]>>
  /** Paths of folders pinned to the top, in that order, by account id. */
  favourites: Readonly<Record<string, readonly string[]>>
  /** Whom each account sends as, the default first, by account id. */
  senders: Readonly<Record<string, readonly Sender[]>>
  /** What each account's composer keeps, by account id; read by `stores/compose/writingSettings.ts`, which comes later. */
  writing: Readonly<Record<string, unknown>>
  /** Labels, favourites and the like, by account id; each is read by the file that has its noun. */
  organising: Readonly<Record<string, unknown>>
  pictures: PictureRule
  receipts: ReceiptRule
  /** Addresses whose remote pictures are shown at once, by account id. */
  pictureSenders: Readonly<Record<string, readonly string[]>>
}

export interface Settings {
  view: ViewSettings
  personal: PersonalSettings
}

/** The one key of localStorage with settings. */
export const SETTINGS_KEY = 'ponte.settings'

/** Of the document, in storage and in files; it grows when an older page would misread a newer one. */
export const SETTINGS_VERSION = 1

const DEFAULT_VIEW: ViewSettings = {
  theme: 'system',
  density: 'comfortable',
  reading: 'beside',
  language: 'system',
  undoSendSeconds: 5,
  keepMail: true,
  keymap: 'gmail',
  keys: {},
  swipes: { forwards: 'archive', backwards: 'delete' },
  stripTracking: true,
  sideWidth: undefined,
  listWidth: undefined,
}

/** Reads settings from anything: a missing, unknown or out-of-bounds value becomes the default. */
export function parseSettings(stored: string | null): Settings {
  const { view, personal } = objectFrom(parseJson(stored))
  return { view: viewFrom(objectFrom(view)), personal: personalFrom(objectFrom(personal)) }
}

function viewFrom(fields: Fields): ViewSettings {
  const within = (bounds: { min: number; max: number }, value: unknown): number | undefined =>
    typeof value === 'number' && value >= bounds.min && value <= bounds.max ? value : undefined
  const swipes = objectFrom(fields['swipes'])
  return {
    theme: oneOf(THEMES, fields['theme'], DEFAULT_VIEW.theme),
    density: oneOf(DENSITIES, fields['density'], DEFAULT_VIEW.density),
    reading: oneOf(READING_PLACES, fields['reading'], DEFAULT_VIEW.reading),
    language: oneOf<Language>(['system', ...LOCALES], fields['language'], DEFAULT_VIEW.language),
    undoSendSeconds: oneOf<number>(
      UNDO_SEND_SECONDS,
      fields['undoSendSeconds'],
      DEFAULT_VIEW.undoSendSeconds,
    ),
    keepMail: fields['keepMail'] !== false,
    keymap: oneOf(KEYMAPS, fields['keymap'], DEFAULT_VIEW.keymap),
    keys: Object.fromEntries(
      Object.entries(objectFrom(fields['keys'])).filter(([, key]) => typeof key === 'string'),
    ) as ViewSettings['keys'],
    swipes: {
      forwards: oneOf(SWIPES, swipes['forwards'], DEFAULT_VIEW.swipes.forwards),
      backwards: oneOf(SWIPES, swipes['backwards'], DEFAULT_VIEW.swipes.backwards),
    },
    stripTracking: fields['stripTracking'] !== false,
    sideWidth: within(SIDE_WIDTH, fields['sideWidth']),
    listWidth: within(LIST_WIDTH, fields['listWidth']),
  }
}

function personalFrom(fields: Fields): PersonalSettings {
  return {
    conversations: fields['conversations'] !== false,
    format: oneOf(FORMATS, fields['format'], 'rich'),
    collapsed: textsByAccount(fields['collapsed']),
    favourites: textsByAccount(fields['favourites']),
    pictures: oneOf(PICTURE_RULES, fields['pictures'], 'allowed'),
    receipts: oneOf(RECEIPT_RULES, fields['receipts'], 'ask'),
    pictureSenders: textsByAccount(fields['pictureSenders']),
    senders: sendersFrom(objectFrom(fields['senders'])),
    writing: objectFrom(fields['writing']),
    organising: objectFrom(fields['organising']),
  }
}

function textsByAccount(value: unknown): Record<string, string[]> {
  const texts: Record<string, string[]> = {}
  for (const [account, list] of Object.entries(objectFrom(value))) {
    const known = Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
    if (known.length > 0) texts[account] = known
  }
  return texts
}

function sendersFrom(fields: Fields): Record<string, Sender[]> {
  const senders: Record<string, Sender[]> = {}
  for (const [account, list] of Object.entries(fields)) {
    const known = (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
      const { name, address } = objectFrom(one)
      return typeof address === 'string' && address.includes('@')
        ? [{ name: typeof name === 'string' ? name : '', address }]
        : []
    })
    if (known.length > 0) senders[account] = known
  }
  return senders
}

function oneOf<Value>(known: readonly Value[], value: unknown, otherwise: Value): Value {
  return known.find((option) => option === value) ?? otherwise
}

/** Keys that earlier versions used, one for each kind of setting; the last begins each account's key. */
const OLD = {
  view: 'ponte.view',
  reading: 'ponte.reading',
  format: 'ponte.compose.format',
  folders: 'ponte.folders.',
}

/** Moves settings of earlier versions under the one key. */
function migrate(storage: Storage): void {
  const old = Object.keys(storage).filter(
    (key) => key === OLD.view || key === OLD.reading || key === OLD.format || key.startsWith(OLD.folders),
  )
  if (old.length === 0) return
  if (storage.getItem(SETTINGS_KEY) === null) {
    const folders = old.filter((key) => key.startsWith(OLD.folders))
    const collapsed = folders.map((key) => [key.slice(OLD.folders.length), parseJson(storage.getItem(key))])
    const { conversations } = objectFrom(parseJson(storage.getItem(OLD.reading)))
    const personal = {
      conversations,
      format: storage.getItem(OLD.format),
      collapsed: Object.fromEntries(collapsed) as unknown,
    }
    storage.setItem(SETTINGS_KEY, JSON.stringify({ view: parseJson(storage.getItem(OLD.view)), personal }))
  }
  for (const key of old) storage.removeItem(key)
}

/** Removes what is personal; how the page looks stays. */
export function forgetPersonal(storage: Storage): void {
  const stored = storage.getItem(SETTINGS_KEY)
  if (stored === null) return
  // Removed first: a full storage must not keep names of folders.
  storage.removeItem(SETTINGS_KEY)
  storage.setItem(
    SETTINGS_KEY,
    JSON.stringify({ version: SETTINGS_VERSION, view: parseSettings(stored).view }),
  )
}

/** Settings in memory, and in `storage` where that works. Each change starts from what other tabs have stored. */
export function createSettings(storage: Storage) {
  const read = (): Settings => parseSettings(storage.getItem(SETTINGS_KEY))
  const initial = attempt(() => {
    migrate(storage)
    return read()
  })
  const settings = ref<Settings>(initial ?? parseSettings(null))

  function update(next: (now: Settings) => Settings): void {
    settings.value = next(settings.value)
    attempt(() => {
      const merged = next(read())
      storage.setItem(SETTINGS_KEY, JSON.stringify({ version: SETTINGS_VERSION, ...merged }))
      settings.value = merged
    })
  }

  function change(view: Partial<ViewSettings>): void {
    update((now) => ({ ...now, view: { ...now.view, ...view } }))
  }

  function changePersonal(personal: Partial<PersonalSettings>): void {
    update((now) => ({ ...now, personal: { ...now.personal, ...personal } }))
  }

  /** One path more, or less, in a list of them. */
  function setPath(part: 'collapsed' | 'favourites') {
    return (account: string, path: string, on: boolean): void =>
      update((now) => {
        const paths = now.personal[part]
        const others = (paths[account] ?? []).filter((other) => other !== path)
        const next = { ...paths, [account]: on ? [...others, path] : others }
        return { ...now, personal: { ...now.personal, [part]: next } }
      })
  }

  function setSenders(account: string, list: readonly Sender[]): void {
    const plain = list.map(({ name, address }) => ({ name, address }))
    update((now) => {
      const senders = { ...now.personal.senders, [account]: plain }
      return { ...now, personal: { ...now.personal, senders } }
    })
  }

  /** Of one account, a part that is read elsewhere. */
  function changePart(part: 'writing' | 'organising') {
    return (account: string, next: (now: unknown) => unknown): void =>
      update((now) => {
        const parts = now.personal[part]
        return {
          ...now,
          personal: { ...now.personal, [part]: { ...parts, [account]: next(parts[account]) } },
        }
      })
  }

  return {
    view: computed(() => settings.value.view),
    personal: computed(() => settings.value.personal),
    change,
    changePersonal,
    setCollapsed: setPath('collapsed'),
    setFavourite: setPath('favourites'),
    setSenders,
    changeWriting: changePart('writing'),
    changeOrganising: changePart('organising'),
    /** Another tab has stored settings. */
    takeStored: (stored: string | null) => void (settings.value = parseSettings(stored)),
  }
}

/** A storage that is full or forbidden throws: settings then last as long as the page. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Resolves the theme setting against what the system asks for; the style sheet reads the outcome. */
export function resolveTheme(
  theme: Theme,
  system: { dark: boolean; moreContrast: boolean },
): { theme: 'light' | 'dark'; contrast: 'normal' | 'more' } {
  const followsSystem = theme === 'system' || theme === 'contrast'
  const dark = followsSystem ? system.dark : theme === 'dark'
  return {
    theme: dark ? 'dark' : 'light',
    contrast: theme === 'contrast' || system.moreContrast ? 'more' : 'normal',
  }
}

export type SettingsStore = Omit<Store<ReturnType<typeof createSettings>>, 'takeStored'> & {
  readonly locale: Locale
}

/** Settings of this browser, shared with its other tabs. */
export const useSettings = defineStore('settings', () => {
  const { takeStored, ...settings } = createSettings(localStorage)
  const { view } = settings
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const moreContrast = matchMedia('(prefers-contrast: more)')
  const locale = computed<Locale>(() =>
    view.value.language === 'system' ? chooseLocale(navigator.languages) : view.value.language,
  )

  function paint(): void {
    const { dataset } = document.documentElement
    const system = { dark: dark.matches, moreContrast: moreContrast.matches }
    const { theme, contrast } = resolveTheme(view.value.theme, system)
    dataset['theme'] = theme
    dataset['contrast'] = contrast
    dataset['density'] = view.value.density
    dataset['reading'] = view.value.reading
  }

  watch(view, paint, { immediate: true, flush: 'sync' })
  watch(locale, (next) => void setLocale(next))
  dark.addEventListener('change', paint)
  moreContrast.addEventListener('change', paint)
  addEventListener('storage', ({ key, newValue }) => {
    if (key === SETTINGS_KEY) takeStored(newValue)
  })

  return { ...settings, locale }
})

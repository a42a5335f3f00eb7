/** The fonts the tests' Chromium sees: the same on every machine, whatever else is installed there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A Debian package and the files of it that the tests use; other versions may bring more. */
interface Font {
  package: string
  family: string
  files: [string, ...string[]]
}

const DEJAVU: Font = {
  package: 'fonts-dejavu-core',
  family: 'DejaVu Sans',
  files: [
    '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
    '/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf',
    '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf',
    '/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf',
  ],
}
const CONDENSED: Font = {
  package: 'fonts-roboto-unhinted',
  family: 'Roboto Condensed',
  files: [
    '/usr/share/fonts/truetype/roboto/unhinted/RobotoCondensed-Regular.ttf',
    '/usr/share/fonts/truetype/roboto/unhinted/RobotoCondensed-Bold.ttf',
  ],
}
const CJK: Font = {
  package: 'fonts-wqy-microhei',
  family: 'WenQuanYi Micro Hei',
  files: ['/usr/share/fonts/truetype/wqy/wqy-microhei.ttc'],
}
/** Its lines are almost twice as high as those of the others. */
const ARABIC: Font = {
  package: 'fonts-hosny-amiri',
  family: 'Amiri',
  files: [
    '/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf',
    '/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Bold.ttf',
  ],
}

/** In system.ts's terms. */
export const FONTS = [DEJAVU, CONDENSED, CJK, ARABIC].map((font) => ({
  package: font.package,
  proof: font.files[0],
}))

export interface FontSet {
  /** `wide` is DejaVu Sans: all that a bare Debian has, and as wide as Verdana. `narrow` is Roboto Condensed. */
  latin: 'wide' | 'narrow'
  /** Whether Chinese, Japanese, Korean and Arabic have fonts too. DejaVu Sans has Arabic letters of its own. */
  world: boolean
}

/** What a test sees that does not ask for another. */
export const DEFAULT_FONTS: FontSet = { latin: 'wide', world: true }

/** Names by which Chromium asks for the default font; every other name the page lists is absent. */
const GENERIC = ['sans', 'sans-serif', 'serif', 'system-ui', 'monospace']

function fontconfig({ latin, world }: FontSet, cache: string): string {
  const face = latin === 'wide' ? DEJAVU : CONDENSED
  const files = [face, ...(world ? [CJK, ARABIC] : [])].flatMap((font) => font.files)
  const folders = new Set(files.map((file) => dirname(file)))
  const familyOf = (generic: string): string =>
    generic === 'monospace' && latin === 'wide' ? 'DejaVu Sans Mono' : face.family
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    ...[...folders].map((folder) => `<dir>${folder}</dir>`),
    `<cachedir>${cache}</cachedir>`,
    // An accepted file wins over a rejected pattern.
    '<selectfont><rejectfont><glob>*</glob></rejectfont>',
    ...files.map((file) => `<acceptfont><glob>${file}</glob></acceptfont>`),
    '</selectfont>',
    ...GENERIC.map(
      (generic) =>
        `<alias binding="same"><family>${generic}</family><prefer><family>${familyOf(generic)}</family></prefer></alias>`,
    ),
    // Widths must not depend on the machine's rules for hinting.
    '<match target="pattern">',
    '<edit name="antialias"><bool>true</bool></edit>',
    '<edit name="hintstyle"><const>hintslight</const></edit>',
    '<edit name="rgba"><const>none</const></edit>',
    '</match>',
    '</fontconfig>',
    '',
  ].join('\n')
}

let folder: string | undefined

/** The environment of a Chromium that sees `fonts` alone. The files it names go when this process ends. */
export function fontEnvironment(fonts: FontSet = DEFAULT_FONTS): Record<string, string> {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'ponte-fonts-'))
    process.once('exit', () => rmSync(made, { recursive: true, force: true }))
    folder = made
  }
  const file = join(folder, `${fonts.latin}${fonts.world ? '-world' : ''}.conf`)
  writeFileSync(file, fontconfig(fonts, join(folder, 'cache')))
  return { ...definedOnly(process.env), FONTCONFIG_FILE: file }
}

/** Playwright takes no undefined value. */
const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))

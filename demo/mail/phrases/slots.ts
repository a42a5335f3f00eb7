import type { Random } from '../random.ts'
import type { Language } from '../person.ts'

const projects: Record<Language, readonly string[]> = {
  en: [
    'Mira footbridge',
    'Chioggia library',
    'Northquay pavilion',
    'Casa Zorzi',
    'Kita tea house',
    'Brenta boathouse',
    'San Donà school',
    'Umeå sauna',
    'Torcello bell tower',
    'Harbour Street kiosk',
    'Lido bathing huts',
    'Asolo guest house',
  ],
  it: [
    'passerella di Mira',
    'biblioteca di Chioggia',
    'Casa Zorzi',
    'scuola di San Donà',
    'cavana sul Brenta',
    'foresteria di Asolo',
    'capanni del Lido',
    'campanile di Torcello',
    'ex filanda di Dolo',
    'padiglione della Giudecca',
    'stazione dei vaporetti',
    'corte di Malcontenta',
  ],
  ar: ['جسر المشاة', 'مكتبة الحي', 'بيت الواحة', 'مدرسة الساحل', 'جناح المعرض', 'دار الضيافة'],
  ja: ['歩道橋', '図書館', '茶室', '北の家', '展示館', '駅前広場'],
}

const days: Record<Language, readonly string[]> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  it: ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì'],
  ar: ['الأحد', 'الإثنين', 'الثلاثاء', 'الأربعاء', 'الخميس'],
  ja: ['月曜日', '火曜日', '水曜日', '木曜日', '金曜日'],
}

const elements: Record<Language, readonly string[]> = {
  en: [
    'handrail',
    'north stair',
    'deck',
    'roof edge',
    'skylight',
    'retaining wall',
    'entrance ramp',
    'window seat',
    'canopy',
  ],
  it: [
    'scala nord',
    'pavimentazione',
    'gronda',
    'rampa d’ingresso',
    'pensilina',
    'copertura',
    'vetrata',
    'balaustra',
    'soletta',
  ],
  ar: ['الدرج الشمالي', 'السقف', 'الواجهة', 'المدخل', 'الدرابزين'],
  ja: ['手すり', '北側の階段', '屋根', '入口', '天窓'],
}

const places: Record<Language, readonly string[]> = {
  en: [
    'the usual place',
    'Osteria al Ponte',
    'the café by the station',
    'your office',
    'the site',
    'Campo Santa Fosca',
  ],
  it: [
    'al solito posto',
    'all’Osteria al Ponte',
    'al bar della stazione',
    'in studio da te',
    'in cantiere',
    'in Campo Santa Fosca',
  ],
  ar: ['المكتب', 'الموقع', 'قاعة الاجتماعات', 'مقهى المحطة'],
  ja: ['事務所', '現場', '駅前の喫茶店', '会議室'],
}

const materials: Record<Language, readonly string[]> = {
  en: ['larch', 'oak', 'Corten steel', 'galvanised steel', 'Istrian stone', 'lime plaster', 'ash'],
  it: ['larice', 'rovere', 'castagno', 'corten', 'marmorino', 'cocciopesto', 'legno lamellare', 'frassino'],
  ar: ['خشب البلوط', 'الحجر الجيري', 'الفولاذ المجلفن', 'خشب الأرز'],
  ja: ['杉', '檜', '鉄骨', '漆喰', '栗'],
}

export type Slots = Record<string, string>

/** One conversation's names, days and figures. */
export function slotsFor(language: Language, rng: Random): Slots {
  const [day, other] = rng.sample(days[language], 2)
  return {
    project: rng.pick(projects[language]),
    day: day!,
    other: other!,
    element: rng.pick(elements[language]),
    place: rng.pick(places[language]),
    material: rng.pick(materials[language]),
    hour: `${rng.int(9, 18)}:${rng.pick(['00', '15', '30', '45'])}`,
    number: String(rng.int(3, 96)),
    sheet: String(rng.int(2, 24)),
    length: `${rng.int(2, 38)}.${rng.int(10, 95)}`,
    percent: String(rng.int(12, 35)),
    amount: `${rng.int(1, 48)}${language === 'en' ? ',' : '.'}${rng.int(100, 990)}`,
    revision: rng.pick(['A', 'B', 'C', 'D', 'E', 'F']),
    week: String(rng.int(3, 49)),
  }
}

/**
 * A template with its slots filled in.
 * @throws RangeError for a slot that has no value: a slip in a phrase bank, not to be sent.
 */
export function fill(template: string, slots: Slots): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name]
    if (value === undefined) throw new RangeError(`No value for {${name}}`)
    return value
  })
}

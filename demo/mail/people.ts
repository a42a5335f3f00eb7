import { person } from './person.ts'
import type { Language, Person } from './person.ts'

const TOKYO = 540
const GULF = 240
const LONDON = 0

const outlook = 'Microsoft Outlook 16.0'
const apple = 'Apple Mail (2.3826.300.87.4.3)'
const bird = 'Mozilla Thunderbird'

export const marco = person('Marco', 'Marco Bellini', {
  address: 'marco@bellini-ingegneria.example',
  language: 'en',
  mailer: outlook,
  role: 'Bellini Ingegneria · strutture e ponti',
})
export const lagunaStudio = person('Chiara', 'Studio Laguna', {
  address: 'preventivi@studiolaguna.example',
  language: 'it',
  mailer: apple,
  role: 'Studio Laguna · interni e arredi · Venezia',
})
export const chiara = person('Chiara', 'Chiara Vianello', {
  address: 'chiara.vianello@studiolaguna.example',
  language: 'it',
  mailer: apple,
  role: 'Studio Laguna · interni e arredi · Venezia',
})
export const hana = person('Hana', 'Hana Sato', {
  address: 'hana.sato@kita-design.example',
  language: 'en',
  zone: TOKYO,
  mailer: apple,
  role: 'Kita Design, Tokyo',
  native: '佐藤 花',
})
export const luca = person('Luca', 'Luca Ferri', {
  address: 'luca.ferri@postale.example',
  language: 'en',
})
export const davide = person('Davide', 'Davide Conti', {
  address: 'davide@officina-conti.example',
  language: 'en',
  mailer: apple,
})
export const noor = person('Noor', 'Noor El-Amin', {
  address: 'noor.elamin@elamin-partners.example',
  language: 'ar',
  zone: GULF,
  mailer: outlook,
  role: 'شركة الأمين وشركاه للمحاماة · دبي',
  native: 'نور الأمين',
})
export const rossiOffice = person('Elena', 'Rossi & Figli', {
  address: 'amministrazione@rossi-figli.example',
  language: 'it',
  mailer: outlook,
  role: 'Rossi & Figli s.r.l. · carpenteria metallica · Mestre',
})
export const paolo = person('Paolo', 'Paolo Rossi', {
  address: 'paolo.rossi@rossi-figli.example',
  language: 'it',
  mailer: outlook,
  role: 'Rossi & Figli s.r.l. · carpenteria metallica · Mestre',
})
export const elena = person('Elena', 'Elena Rossi', {
  address: 'elena.rossi@rossi-figli.example',
  language: 'it',
  mailer: outlook,
  role: 'Rossi & Figli s.r.l. · ufficio tecnico',
})
export const marchetti = person('Silvia', 'Silvia Marchetti', {
  address: 'silvia.marchetti@unilaguna.example',
  language: 'it',
  mailer: bird,
  role: 'Dipartimento di Architettura, Università della Laguna',
})
export const matteo = person('Matteo', 'Matteo Zanon', {
  address: 'm.zanon7@studenti.unilaguna.example',
  language: 'it',
})
export const mother = person('Mamma', 'Mamma', {
  address: 'anna.e.piero@postale.example',
  language: 'it',
})

/** People who write English, for conversations of every kind. */
export const english: Person[] = [
  marco,
  hana,
  luca,
  davide,
  person('James', 'James Whitfield', {
    address: 'james@whitfield-timber.example',
    language: 'en',
    zone: LONDON,
    mailer: outlook,
    role: 'Whitfield Timber Engineering, Bristol',
  }),
  person('Priya', 'Priya Raman', {
    address: 'priya.raman@northquay.example',
    language: 'en',
    zone: LONDON,
    mailer: outlook,
    role: 'Project manager, Northquay Development',
  }),
  person('Aoife', 'Aoife Byrne', {
    address: 'aoife@byrne-lighting.example',
    language: 'en',
    zone: LONDON,
    mailer: apple,
    role: 'Byrne Lighting Design',
  }),
  person('Tom', 'Tom Okafor', {
    address: 't.okafor@gridline-survey.example',
    language: 'en',
    zone: LONDON,
    mailer: bird,
    role: 'Gridline Survey Ltd',
  }),
  person('Sofie', 'Sofie Lindqvist', {
    address: 'sofie.lindqvist@norrlund.example',
    language: 'en',
    mailer: apple,
    role: 'Norrlund Arkitekter, Umeå',
  }),
  person('Maya', 'Maya Fuentes', {
    address: 'maya@fuentes-acoustics.example',
    language: 'en',
    mailer: bird,
  }),
]

/** People who write Italian. */
export const italian: Person[] = [
  chiara,
  paolo,
  elena,
  marchetti,
  person('Francesca', 'Francesca Galli', {
    address: 'f.galli@galli-paesaggio.example',
    language: 'it',
    mailer: apple,
    role: 'Galli · architettura del paesaggio',
  }),
  person('Alessandro', 'Alessandro De Luca', {
    address: 'a.deluca@cantieredeluca.example',
    language: 'it',
    mailer: outlook,
    role: 'Impresa De Luca · costruzioni e restauri',
  }),
  person('Valentina', 'Valentina Greco', {
    address: 'valentina@studiogreco.example',
    language: 'it',
    mailer: outlook,
    role: 'Studio Greco · commercialisti associati',
  }),
  person('Giorgio', 'Giorgio Niccolò Baù', {
    address: 'g.bau@rilievibau.example',
    language: 'it',
    mailer: bird,
    role: 'Rilievi topografici Baù',
  }),
  person('Irene', 'Irene Forà', {
    address: 'irene.fora@comune-mira.example',
    language: 'it',
    mailer: outlook,
    role: 'Comune di Mira · Settore lavori pubblici',
  }),
  person('Stefano', 'Stefano Pavan', {
    address: 's.pavan@vetreriapavan.example',
    language: 'it',
    mailer: outlook,
  }),
]

export const arabic: Person[] = [
  noor,
  person('Omar', 'Omar Haddad', {
    address: 'omar.haddad@haddad-build.example',
    language: 'ar',
    zone: GULF,
    mailer: outlook,
    native: 'عمر حداد',
    role: 'حداد للمقاولات',
  }),
  person('Layla', 'Layla Mansour', {
    address: 'layla@diwan-arch.example',
    language: 'ar',
    zone: 120,
    mailer: apple,
    native: 'ليلى منصور',
    role: 'ديوان للعمارة',
  }),
]

export const japanese: Person[] = [
  person('Hana', 'Hana Sato', {
    address: 'hana.sato@kita-design.example',
    language: 'ja',
    zone: TOKYO,
    mailer: apple,
    native: '佐藤 花',
    role: 'キタデザイン',
  }),
  person('Yuki', 'Yuki Tanaka', {
    address: 'tanaka@tanaka-kenchiku.example',
    language: 'ja',
    zone: TOKYO,
    mailer: 'Becky! ver. 2.81.06 [ja]',
    native: '田中 由紀',
    role: '田中建築設計事務所',
  }),
  person('Kenichi', 'Kenichi Suzuki', {
    address: 'suzuki@hinoki-mokuzai.example',
    language: 'ja',
    zone: TOKYO,
    mailer: 'Microsoft Outlook 16.0',
    native: '鈴木 健一',
    role: 'ひのき木材株式会社 営業部',
  }),
]

const home = (first: string, name: string, language: Language): Person =>
  person(first, name, { address: `${name.toLowerCase().replace(' ', '.')}@postale.example`, language })

/** Friends and family. */
export const friends: Record<Language, Person[]> = {
  en: [
    luca,
    davide,
    hana,
    ...english.filter(({ first }) => first === 'Maya' || first === 'Sofie'),
    home('Ben', 'Ben Harrow', 'en'),
  ],
  it: [
    mother,
    home('Lorenzo', 'Lorenzo Basso', 'it'),
    home('Nives', 'Nives Moro', 'it'),
    home('Beatrice', 'Beatrice Salin', 'it'),
    chiara,
  ],
  ar: arabic,
  ja: japanese,
}

import type { Language } from '../person.ts'

/** How people begin a letter; `{name}` is whom they write to. */
export const greetings: Record<Language, { formal: readonly string[]; friendly: readonly string[] }> = {
  en: {
    formal: ['Dear {name},', 'Hello {name},', 'Hi {name},'],
    friendly: ['Hi {name},', 'Hey {name},', '{name}!', 'Hi,'],
  },
  it: {
    formal: ['Buongiorno {name},', 'Ciao {name},', 'Gentile {name},'],
    friendly: ['Ciao {name},', 'Ehi {name},', 'Ciao,', '{name},'],
  },
  ar: { formal: ['السلام عليكم {name}،', 'تحية طيبة {name}،'], friendly: ['مرحباً {name}،'] },
  ja: { formal: ['{name} 様', '{name}さん'], friendly: ['{name}さん'] },
}

/** How they end it. */
export const closings: Record<Language, { formal: readonly string[]; friendly: readonly string[] }> = {
  en: {
    formal: ['Best regards,', 'Kind regards,', 'Best,', 'Many thanks,'],
    friendly: ['See you,', 'Hugs,', 'Cheers,', 'x'],
  },
  it: {
    formal: ['Cordiali saluti,', 'Un saluto,', 'A presto,', 'Grazie mille,'],
    friendly: ['Un abbraccio,', 'A presto!', 'Baci,', 'Ciao,'],
  },
  ar: { formal: ['مع أطيب التحيات،', 'وتفضلوا بقبول فائق الاحترام،'], friendly: ['تحياتي،'] },
  ja: {
    formal: ['よろしくお願いいたします。', '以上、よろしくお願い申し上げます。'],
    friendly: ['それではまた。'],
  },
}

/** A sentence that people add under the matter itself, now and then. */
export const asides: Record<Language, readonly string[]> = {
  en: [
    'PS: the key to the archive is with the porter again.',
    'I am out of the office on Friday, but reachable by telephone.',
    'Sorry for the short note, I am on a train and the tunnel is coming.',
    'The heating here has stopped, so I am typing with gloves.',
    'By the way, the model survived the move. The table did not.',
    'If it is easier, call me: I am at my desk until six.',
    'No hurry with this one, next week is fine.',
    'I copied nobody on purpose, forward it as you see fit.',
    'The fog here is so thick that the vaporetti have stopped.',
  ],
  it: [
    'PS: la chiave dell’archivio è di nuovo dal portiere.',
    'Venerdì non sono in ufficio, ma al telefono rispondo.',
    'Scusa la fretta, sono in treno e sta arrivando la galleria.',
    'Qui si è fermato il riscaldamento, scrivo con i guanti.',
    'A proposito, il plastico è sopravvissuto al trasloco. Il tavolo no.',
    'Se preferisci chiamami, sono alla scrivania fino alle sei.',
    'Non c’è fretta, va bene anche la settimana prossima.',
    'Oggi acqua alta, quindi arriverò in ritardo a tutto.',
    'Salutami tanto i tuoi.',
  ],
  ar: ['ملاحظة: سأكون خارج المكتب يوم الخميس.', 'الطقس هنا رائع هذه الأيام.', 'أرجو التأكيد عند الاستلام.'],
  ja: [
    '追伸：先日のお土産、とてもおいしかったです。',
    '最近は寒い日が続きますので、ご自愛ください。',
    'お急ぎの場合はお電話ください。',
  ],
}

/** Automatic lines below a message written on a telephone. */
export const phoneLines: Record<Language, string> = {
  en: 'Sent from my phone',
  it: 'Inviato dal mio telefono',
  ar: 'أُرسلت من هاتفي',
  ja: 'スマートフォンから送信',
}
